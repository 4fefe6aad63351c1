import t from 'tap'
import { processDiagram } from './diagram.ts'
import type { Unit } from './units.ts'

const unit = (path: string, packages: string[] = [], contracts: string[] = [], text = ''): [string, Unit] => [
  path,
  { path, packages, contracts: new Set(contracts), text },
]
const contracts = unit(
  'packages/contracts',
  [],
  [],
  [
    "export const UserDeleted = fact('auth.user.deleted', {})",
    "export const PublicKeys = busRequest('ask.auth.public-keys', {})",
    "export const ExportLines = busRequest(\n  'ask.chat.export-lines', {})",
  ].join('\n'),
)

t.test('an arrow is there exactly as long as a service or one of its packages imports it', async (t) => {
  const diagram = processDiagram(
    new Map([
      contracts,
      unit('packages/identity', [], ['PublicKeys']),
      unit('packages/http', ['packages/identity']),
      unit('services/auth', ['packages/http'], ['UserDeleted', 'PublicKeys']),
      unit('services/chat', ['packages/http', 'packages/model-client'], ['UserDeleted', 'ExportLines']),
      unit('packages/model-client'),
      unit('services/export', [], ['ExportLines']),
    ]),
  )
  for (const line of [
    'chat -. requests .-> auth',
    'export -. requests .-> chat',
    'auth -. facts .-> nats[(NATS JetStream)]',
    'nats -. facts .-> chat',
    'chat -->|HTTP, SSE| model([model provider])',
  ])
    t.match(diagram, `\n  ${line}\n`)
  t.notMatch(diagram, 'mail')
  const none = processDiagram(new Map([contracts]))
  t.notMatch(none, 'requests')
  t.notMatch(none, 'nats -.')
})
