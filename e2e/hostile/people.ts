import { randomUUID } from 'node:crypto'
import type { Client, Json } from '../client.ts'
import { createClient } from '../client.ts'

export interface Person {
  id: string
  token: string
  key: string
  client: Client
}

const password = 'a sound password'

/** A new account with an API key of every scope. */
export async function newPerson(base: string): Promise<Person> {
  const username = `p${randomUUID().replaceAll('-', '').slice(0, 20)}`
  const { body, status, text } = await createClient(base).post('/api/register', { username, password })
  if (status !== 201) throw new Error(`no account: ${status} ${text}`)
  const { token, user } = body.data
  const client = createClient(base, token)
  const key = await client.post('/api/user/api-keys', { name: 'all scopes' })
  return { id: user.id, token, key: key.body.data.key, client }
}

/** A new account that administers: not the launcher's own, which tests must not harm. */
export async function newAdmin(base: string, founder: Client): Promise<Person> {
  const username = `a${randomUUID().replaceAll('-', '').slice(0, 20)}`
  const guest = createClient(base)
  const { body } = await guest.post('/api/register', { username, password })
  const { user, refresh_token } = body.data
  await founder.patch(`/api/admin/users/${user.id}`, { role: 'admin' })
  const renewed = await guest.post('/api/refresh', { refresh_token })
  const { token } = renewed.body.data
  return { id: user.id, token, key: '', client: createClient(base, token) }
}

/** What a person has that routes take by id, by the name of the resource in the path. */
export type Belongings = Record<string, string[]>

/** Fills an account with one of everything, several of what can be deleted. */
export async function furnish({ id, client }: Person, copies: number): Promise<Belongings> {
  const data = async (reply: Promise<{ body: Json; status: number }>) => {
    const { body, status } = await reply
    if (status >= 300) throw new Error(`could not furnish: ${status} ${JSON.stringify(body)}`)
    return body.data
  }
  const copied = (make: () => Promise<Json>) => Promise.all(Array.from({ length: copies }, make))
  const replies = await copied(() => data(client.post('/api/chat', { message: 'hello' })))
  const exports_ = await copied(() => data(client.post('/api/exports', { format: 'json' })))
  const keys = await copied(() => data(client.post('/api/user/api-keys', { name: 'one more' })))
  const sessions = await data(client.get('/api/user/sessions'))
  return {
    conversations: replies.map((reply) => reply.conversation_id),
    messages: replies.map((reply) => reply.message_id),
    'chat-stream': replies.map((reply) => reply.reply_id),
    exports: exports_.map((job) => job.id),
    'api-keys': keys.map((key) => key.id),
    sessions: sessions.sessions.map((session: Json) => session.id),
    users: [id],
  }
}

/** Whose id a path takes: the resource named before it. */
export const resourceOf = (path: string): string => /([^/]+)\/\{[^}]+\}/.exec(path)?.[1] ?? ''
