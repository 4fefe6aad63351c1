import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { freePort } from '@lingzhi/stack/infrastructure/free-port'
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

/** So many free ports in a row, the first of them; tests that run beside this one take others. */
async function freePorts(count: number): Promise<number> {
  const first = await freePort()
  for (let n = 1; n < count; n++) if ((await freePort()) !== first + n) return freePorts(count)
  return first
}
const note = () => {}

t.test('every developed process has a debugger’s port of its own, also when it restarts', async (t) => {
  const firstPort = await freePorts(2)
  const { nodeArgs } = await openDevelopment('chat', { plan, firstPort, note })
  t.same(plan.map(nodeArgs), [
    [],
    [`--inspect=127.0.0.1:${firstPort}`],
    [`--inspect=127.0.0.1:${firstPort + 1}`],
  ])
  t.same(nodeArgs(plan[1]), [`--inspect=127.0.0.1:${firstPort}`])
  t.same(plan.flatMap((await openDevelopment(undefined, { plan, firstPort, note })).nodeArgs), [])
})

t.test('a debugger’s port that is taken is named, with its process and how to choose another', async (t) => {
  const firstPort = await freePorts(2)
  const other = createServer().listen(firstPort + 1, '127.0.0.1')
  t.teardown(() => other.close())
  await once(other, 'listening')
  await t.rejects(openDevelopment('chat', { plan, firstPort, note }), {
    name: 'Fault',
    message: `The debugger of chat-2 cannot start: port ${firstPort + 1} is in use. Choose another first port: INSPECT_PORT=9300 npm run dev.`,
  })
  // Nobody is kept from `npm start` by it.
  await openDevelopment(undefined, { plan, firstPort, note })
})

t.test('a change restarts the processes that are made of the file, and no others', async (t) => {
  const root = t.testdir(checkout)
  const restarted: string[] = []
  const running = plan.map(({ name }) => ({ name, restart: async () => void restarted.push(name) }))
  const firstPort = await freePorts(plan.length)
  const close = (await openDevelopment('all', { plan, firstPort, note, root })).watch(running)
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
