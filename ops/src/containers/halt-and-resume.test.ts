import t from 'tap'
import { startTestPlatform } from '../verifying/test-platform.ts'
import { openTestDocker } from './test-docker.ts'

t.test('what is stopped comes back as it was, and what is not there is told with its mend', async (t) => {
  const platform = await startTestPlatform(t)
  const { place, release, ops, moves } = openTestDocker(t, platform.url)
  const first = await ops('deploy', release('first'), '--target', 'compose', '--scale', 'chat=2')
  t.equal(first.error, undefined)

  place.forget()
  t.equal((await ops('stop')).error, undefined)
  const stops = place.calls().filter((call) => / stop$|^stop /.test(call))
  t.match([stops[0], stops.at(-1)], ['stop lingzhi-gateway-first', / stop$/], 'people first, servers last')
  place.change({ lost: 'lingzhi-chat-2-first' })
  const sick = await ops('doctor')
  t.match(
    sick.checks?.find(({ name }) => name === 'container lingzhi-chat-1-first'),
    { ok: false, detail: /has ended[\s\S]*→ npm run ops -- start/ },
  )
  t.match(
    sick.checks?.find(({ name }) => name === 'container lingzhi-chat-2-first'),
    {
      ok: false,
      detail: /not there/,
    },
  )
  place.forget()
  t.equal((await ops('start')).error, undefined)
  t.same(moves().slice(0, 2), ['start lingzhi-chat-1-first', 'start lingzhi-chat-2-first'])
  t.equal(moves().at(-1), 'start lingzhi-gateway-first')
  place.forget()
  t.match((await ops('start')).steps?.[0], { detail: 'first ran already' })
  t.same(moves(), [])
  t.notOk((await ops('status')).checks?.some(({ name, ok }) => name.startsWith('container') && !ok))
})
