import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { busAccess } from '@lingzhi/contracts/bus-access'
import { serviceNames } from '@lingzhi/contracts/services'
import t from 'tap'
import { namesWith, natsUsers } from './nats-accounts.ts'

const root = join(import.meta.dirname, '../../../..')
const contractFiles = globSync('packages/contracts/src/*.ts', { cwd: root }).filter(
  (path) => !path.endsWith('.test.ts'),
)
const contracts: Record<string, unknown> = Object.assign(
  {},
  ...(await Promise.all(contractFiles.map((path) => import(join(root, path))))),
)

/** The subjects of what is named behind the bus in calls of these functions, anywhere in a service. */
function subjectsIn(service: string, functions: string): string[] {
  const call = new RegExp(`\\b(?:${functions})\\(\\s*[\\w.]+,\\s*([A-Z]\\w+)`, 'g')
  const found = new Set<string>()
  for (const path of globSync(`services/${service}/src/**/*.ts`, { cwd: root })) {
    if (/test[\w-]*\.ts$|\/test-/.test(path)) continue
    for (const [, name = ''] of readFileSync(join(root, path), 'utf8').matchAll(call))
      found.add((contracts[name] as { subject: string }).subject)
  }
  return [...found].sort()
}
const subjectsOf = (list: readonly { subject: string }[]) => list.map(({ subject }) => subject).sort()

t.test('the table of accounts says what the services do', async (t) => {
  for (const name of serviceNames) {
    const { asks, serves, hears } = busAccess[name]
    t.same(subjectsIn(name, 'sendRequest|requestBytes'), subjectsOf(asks), `${name} asks`)
    t.same(subjectsIn(name, 'serve|serveBytes'), subjectsOf(serves), `${name} serves`)
    t.same(subjectsIn(name, 'listen'), subjectsOf(hears), `${name} hears`)
  }
})

t.test(
  'a prefix stands before every subject, stream and consumer, and the server’s own names stay',
  async (t) => {
    const users = natsUsers(namesWith('a.b.'), () => '"x"')
    for (const [, name = ''] of users.matchAll(/"([^"]*)"/g))
      if (!/^(x|1m)$/.test(name))
        t.match(name, /^(a\.b\.|\$JS\..*(a_b_|\.INFO$)|\$O\.a_b_|\$JS\.FC\.OBJ_a_b_|_INBOX_)/)
  },
)
