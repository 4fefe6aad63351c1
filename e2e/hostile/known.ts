import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { Belongings } from './people.ts'

// A generated request says `~conversations.2~` in place of a thing that exists: which one is known
// only when the request is sent, so one seed makes the same requests on every stack.
const marker = /~([a-z-]+)\.(\d+)~/g

/** Stands for something of this kind that exists when the request is sent. */
export const known = (kind: string): fc.Arbitrary<string> => fc.nat(9).map((n) => `~${kind}.${n}~`)

/** Puts what exists into a text; what does not exist becomes a random UUID. */
export const fill = (text: string, belongings: Belongings, encode = (value: string) => value): string =>
  text.replace(marker, (_, kind: string, n: string) => {
    const values = belongings[kind] ?? []
    return encode(values[Number(n) % values.length] ?? randomUUID())
  })

/** Members and parameters that mean something that exists, by name: without it few requests get far. */
export const meaningful: Record<string, fc.Arbitrary<unknown>> = {
  conversation_id: known('conversations'),
  conversationId: known('conversations'),
  conversation_ids: fc.array(known('conversations'), { minLength: 1, maxLength: 3 }),
  active_message_id: known('messages'),
  user_id: known('users'),
  // Most begin an upload, which few values do by chance.
  number: fc.integer({ min: 1, max: 3 }).map(String),
  dry_run: fc.boolean(),
  agent_id: fc.constant(1),
  agentId: fc.constant(1),
  model: fc.constant('agent-1'),
  deployment: fc.constant('agent-1'),
  role: fc.oneof(
    { weight: 2, arbitrary: fc.constant('user') },
    fc.constantFrom('system', 'assistant', 'tool'),
  ),
  // Everybody's is an administrator's alone.
  scope: fc.oneof({ weight: 3, arbitrary: fc.constant('own') }, fc.constant('all')),
  username: fc.oneof(known('username'), known('nobodys-name')),
  phone: fc.nat(99_999_999).map((n) => `139${String(n).padStart(8, '0')}`),
  path: known('chat-stream').map((id) => `/api/chat-stream/${id}`),
  password: known('password'),
  old_password: known('password'),
  current_password: known('password'),
  refresh_token: known('refresh-token'),
  token: known('reset-token'),
  email: fc.oneof(
    known('email'),
    known('nobodys-name').map((name) => `${name}@example.com`),
  ),
  cursor: fc
    .oneof(fc.uuid(), fc.integer(), fc.jsonValue({ maxDepth: 1 }), fc.tuple(fc.string(), fc.uuid()))
    .map((position) => Buffer.from(JSON.stringify(position)).toString('base64url')),
}
