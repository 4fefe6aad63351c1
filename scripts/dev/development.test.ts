import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { waitUntil } from '@lingzhi/stack/processes/wait-until'
import t from 'tap'
import { openDevelopment } from './development.ts'
import { sourcesOf } from './sources-of.ts'

const manifest = (...names: string[]) =>
  JSON.stringify({
    dependencies: Object.fromEntries(names.map((name) => [`@lingzhi/${name}`, 'workspace:*'])),
  })
const checkout = {
  services: {
    chat: { src: { 'app.ts': '' }, 'package.json': manifest('db') },
    auth: { src: { 'app.ts': '' }, 'package.json': manifest() },
  },
  packages: {
    db: { src: { 'open.ts': '' }, 'package.json': manifest('runtime') },
    runtime: { src: { 'log.ts': '' }, 'package.json': manifest() },
  },
}
const plan = [
  { name: 'auth', program: 'auth' },
  { name: 'chat-1', program: 'chat' },
  { name: 'chat-2', program: 'chat' },
] as const

t.test('a program is made of its own folder and of those of its packages, however far', async (t) => {
  const root = t.testdir(checkout)
  t.same(
    sourcesOf('chat', root),
    ['services/chat', 'packages/db', 'packages/runtime'].map((folder) => join(root, folder, 'src')),
  )
})

t.test('every developed process has a debugger’s port of its own, also when it restarts', async (t) => {
  const { nodeArgs } = openDevelopment('chat', () => {})
  t.same(plan.map(nodeArgs), [[], ['--inspect=127.0.0.1:9229'], ['--inspect=127.0.0.1:9230']])
  t.same(nodeArgs(plan[1]), ['--inspect=127.0.0.1:9229'])
  t.same(plan.flatMap(openDevelopment(undefined, () => {}).nodeArgs), [])
})

t.test('a change restarts the processes that are made of the file, and no others', async (t) => {
  const root = t.testdir(checkout)
  const restarted: string[] = []
  const running = plan.map(({ name }) => ({ name, restart: async () => void restarted.push(name) }))
  const close = openDevelopment('all', () => {}, root).watch(plan, running)
  t.teardown(close)

  writeFileSync(join(root, 'services/auth/src/app.ts'), 'export {}')
  t.ok(await waitUntil(() => restarted.length === 1, { timeoutMs: 10_000 }))
  t.same(restarted, ['auth'])

  // A test changes nothing that runs: the change after it is the one that is seen.
  writeFileSync(join(root, 'services/auth/src/app.test.ts'), '')
  writeFileSync(join(root, 'packages/runtime/src/log.ts'), 'export {}')
  t.ok(await waitUntil(() => restarted.length === 3, { timeoutMs: 10_000 }))
  t.same(restarted, ['auth', 'chat-1', 'chat-2'])
})
