import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { Belongings } from './people.ts'
import { closedDoor } from './people.ts'

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
  message_id: known('messages'),
  conversation_turn_id: known('chat-stream'),
  user_id: known('users'),
  mistake_id: known('mistakes'),
  mistake_ids: fc.array(known('mistakes'), { minLength: 1, maxLength: 3 }),
  template_id: known('templates'),
  subject: fc.constantFrom('math', 'physics', 'other'),
  created_on: fc.constant('2020-01-01'),
  reviewed_on: fc.integer({ min: 1, max: 9 }).map((day) => `2021-01-0${day}`),
  question_id: known('questions'),
  session_id: known('learning-sessions'),
  url: fc.constant(closedDoor),
  file_id: known('files'),
  file_ids: fc.array(known('files'), { minLength: 1, maxLength: 3 }),
  sha256: fc.string({ minLength: 64, maxLength: 64, unit: fc.constantFrom(...'0123456789abcdef') }),
  // Most begin an upload, which few values do by chance.
  dry_run: fc.boolean(),
  // Most things have one version only.
  version: fc.constantFrom(1, 1, 2),
  value: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constant(null)),
  system_prompt_id: fc.oneof(known('system-prompts'), fc.constant(null)),
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
