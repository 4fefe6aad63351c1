import { randomUUID } from 'node:crypto'
import type { Client, Json } from '../client.ts'
import { createClient } from '../client.ts'

/** Values that exist, by kind: ids by the name of the resource in a path, credentials by their own. */
export type Belongings = Record<string, string[]>

export interface Person {
  id: string
  token: string
  key: string
  client: Client
  belongings: Belongings
}

/** One word, so that a search through logs finds it. */
const password = 'a-sound-password-for-everybody'

async function register(base: string) {
  const username = `p${randomUUID().replaceAll('-', '').slice(0, 20)}`
  const email = `${username}@example.com`
  const { body, status, text } = await createClient(base).post('/api/register', { username, password, email })
  if (status !== 201) throw new Error(`no account: ${status} ${text}`)
  const { token, refresh_token, user } = body.data
  return { id: user.id as string, username, email, token, refresh_token }
}

const ownOf = ({ username, email, refresh_token }: Record<string, string>) =>
  ({
    username: [username],
    email: [email],
    password: [password],
    'refresh-token': [refresh_token],
  }) as Belongings

/** A new account with an API key of every scope. */
export async function newPerson(base: string): Promise<Person> {
  const { id, token, ...rest } = await register(base)
  const client = createClient(base, token)
  const key = await client.post('/api/user/api-keys', { name: 'all scopes' })
  return { id, token, key: key.body.data.key, client, belongings: ownOf(rest) }
}

/** A new account that administers: not the launcher's own, which tests must not harm. */
export async function newAdmin(base: string, founder: Client): Promise<Person> {
  const { id, ...rest } = await register(base)
  await founder.patch(`/api/admin/users/${id}`, { role: 'admin' })
  const renewed = await createClient(base).post('/api/refresh', { refresh_token: rest.refresh_token })
  const { token, refresh_token } = renewed.body.data
  return {
    id,
    token,
    key: '',
    client: createClient(base, token),
    belongings: ownOf({ ...rest, refresh_token }),
  }
}

async function data(reply: Promise<{ body: Json; status: number }>): Promise<Json> {
  const { body, status } = await reply
  if (status >= 300) throw new Error(`could not furnish: ${status} ${JSON.stringify(body)}`)
  return body.data
}

/** Makes one more thing of a kind that routes take by id; a chat makes one of three kinds. */
const makers: Record<string, (person: Person) => Promise<Belongings>> = {
  conversations: async ({ client }) => {
    const reply = await data(client.post('/api/chat', { message: 'hello' }))
    return {
      conversations: [reply.conversation_id],
      messages: [reply.message_id, reply.question_id],
      'chat-stream': [reply.reply_id],
    }
  },
  exports: async ({ client }) => ({
    exports: [(await data(client.post('/api/exports', { format: 'json' }))).id],
  }),
  imports: async ({ client }) => {
    const file = { messages: [{ role: 'user', content: 'hello' }] }
    const type = { 'content-type': 'application/octet-stream' }
    const reply = await client.open('/api/imports?dry_run=true', file, type)
    return { imports: [((await reply.json()) as Json).data.id] }
  },
  'api-keys': async ({ client }) => ({
    'api-keys': [(await data(client.post('/api/user/api-keys', { name: 'one more' }))).id],
  }),
  // Only administrators invite.
  invitations: async ({ client }) => {
    const { body, status } = await client.post('/api/admin/invitations', {})
    return { invitations: status === 403 ? [] : [body.data.id] }
  },
  sessions: async ({ client, belongings }) => {
    const [username] = belongings.username ?? []
    return { sessions: [(await data(client.post('/api/login', { username, password }))).session_id] }
  },
}

/** Fills an account with one of everything, several of what can be deleted. */
export async function furnish(person: Person, copies: number): Promise<Belongings> {
  const made = await Promise.all(
    Object.values(makers).flatMap((make) => Array.from({ length: copies }, () => make(person))),
  )
  person.belongings = made.reduce(merge, { ...person.belongings, users: [person.id] })
  return person.belongings
}

/** Puts a new one in the place of what was deleted. */
export async function replace(person: Person, kind: string, id: string): Promise<void> {
  const known = person.belongings[kind] ?? []
  const make = makers[kind]
  if (!make || !known.includes(id)) return
  const made = await make(person)
  person.belongings = merge({ ...person.belongings, [kind]: known.filter((one) => one !== id) }, made)
}

export function merge(a: Belongings, b: Belongings): Belongings {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return Object.fromEntries([...names].map((name) => [name, [...(a[name] ?? []), ...(b[name] ?? [])]]))
}

/** Whose id a path takes: the resource named before it. */
export const resourceOf = (path: string): string => /([^/]+)\/\{[^}]+\}/.exec(path)?.[1] ?? ''
