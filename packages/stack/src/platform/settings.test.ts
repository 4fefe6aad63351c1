import t from 'tap'
import { readSettings } from './settings.ts'

t.test('without settings: port 8080, one of each, the demo model', async (t) => {
  t.match(readSettings([], {}), {
    port: 8080,
    host: '127.0.0.1',
    demoModel: true,
    replicas: { chat: 1, export: 1 },
  })
})

t.test(
  'the demo model of docker-compose.yml, in a .env that both read, is the demo model here too',
  async (t) => {
    t.ok(readSettings([], { LLM_BASE_URL: 'http://demo-model:8080/v1', LLM_MODEL: 'lingzhi-demo' }).demoModel)
    t.notOk(readSettings([], { LLM_BASE_URL: 'http://127.0.0.1:8080/v1' }).demoModel)
  },
)

t.test('--scale takes several services, together or one by one', async (t) => {
  t.match(readSettings(['--scale', 'chat=2,export=3'], {}).replicas, { auth: 1, chat: 2, export: 3 })
  t.match(readSettings(['--scale=chat=2', '--scale=auth=2'], {}).replicas, { auth: 2, chat: 2 })
})

t.test('what cannot be meant is refused in one sentence', async (t) => {
  for (const args of [
    ['--scale', 'gateway=2'],
    ['--scale', 'chat=0'],
    ['--scale', 'chat'],
    ['--scale'],
    ['--what'],
  ]) {
    t.throws(() => readSettings(args, {}), { name: 'Fault' }, args.join(' '))
  }
  t.throws(() => readSettings([], { PORT: 'http' }), { name: 'Fault' })
  t.throws(() => readSettings([], { DATABASE_PREFIX: 'a"b' }), { name: 'Fault' })
})
