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

/** The discard port, on which nothing listens; the stacks of these tests name its host. */
export const closedDoor = 'http://127.0.0.1:9/mcp'

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

const mistake = { subject: 'math', title: 'one more', question_content: '1+1=?', correct_answer: '2' }

/** Makes one more thing of a kind that routes take by id; a chat makes one of three kinds. */
const makers: Record<string, (person: Person) => Promise<Belongings>> = {
  conversations: async ({ client }) => {
    const reply = await data(client.post('/api/chat', { message: 'hello' }))
    return {
      conversations: [reply.conversation_id],
      messages: [reply.message_id, reply.question_id],
      'chat-stream': [reply.reply_id],
      conversation: [reply.reply_id],
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
  files: async ({ client }) => {
    const file = { name: 'note.txt', data: Buffer.from(`a note ${Math.random()}`).toString('base64') }
    return { files: [(await data(client.post('/api/v1/files/upload', file))).id] }
  },
  mistakes: async ({ client }) => ({
    mistakes: [(await data(client.post('/api/v1/mistakes', mistake))).id],
  }),
  reviews: async ({ client }) => {
    const { id } = await data(client.post('/api/v1/mistakes', mistake))
    return { reviews: [(await data(client.post('/api/v1/reviews', { mistake_id: id }))).session_id] }
  },
  revisions: async ({ client }) => {
    await data(client.post('/api/v1/mistakes', mistake))
    const wish = { cycle_type: '7days', force_regenerate: true }
    return { revisions: [(await data(client.post('/api/v1/revisions/generate', wish))).id] }
  },
  'learning-sessions': async ({ client }) => {
    const asked = await data(client.post('/api/v1/learning/ask', { content: 'hello' }))
    return {
      'learning-sessions': [asked.session.id],
      questions: [asked.question.id],
      answers: [asked.answer.id],
      'ask-stream': [asked.reply_id],
    }
  },
  templates: async ({ client }) => {
    const items = [{ question: '1+1=?', correct_answer: '2' }]
    const template = { title: 'one more', subject: 'math', items }
    return { templates: [(await data(client.post('/api/v1/homework/templates', template))).id] }
  },
  submissions: async ({ client }) => {
    const answers = [{ number: 1, question: '1+1=?', student_answer: '2' }]
    // What is handed in as a text is transcribed, and so can be put right.
    const forms = [{ answers }, { text: '1. 1+1=2' }].map((form) =>
      data(client.post('/api/v1/homework/submit', { title: 'one more', subject: 'math', ...form })),
    )
    const ids = (await Promise.all(forms)).map(({ id }) => id)
    return { submissions: ids, homework: ids, homeworks: ids }
  },
  mastery: async ({ client }) => {
    const point = `addition ${randomUUID()}`
    const { id } = await data(client.post('/api/v1/mistakes', { ...mistake, knowledge_points: [point] }))
    await data(client.post(`/api/v1/mistakes/${id}/review`, { review_result: 'correct' }))
    const { items } = await data(client.get('/api/v1/knowledge-graph/mastery?limit=100'))
    const kp = items.find(({ name }: Json) => name === point).id
    const evidence = await data(client.get(`/api/v1/knowledge-graph/mastery/${kp}/evidence`))
    return { mastery: [kp], evidence: [evidence.items[0].id] }
  },
  scenarios: async ({ client }) => ({
    scenarios: [(await data(client.post('/api/v1/platform/scenarios', { name: 'one more' }))).id],
  }),
  skills: async ({ client }) => {
    const skill = { name: `s${randomUUID()}`, description: 'one more', skill_content: 'Be brief.' }
    return { skills: [(await data(client.post('/api/v1/platform/skills', skill))).id] }
  },
  items: async ({ client }) => {
    const path = '/api/v1/platform/users/me/preferences/items'
    return { items: [(await data(client.post(path, { statement: `brief ${randomUUID()}` }))).id] }
  },
  // Only administrators keep them.
  'system-prompts': async ({ client }) => {
    const prompt = { name: `p ${randomUUID()}`, content: 'Be brief.' }
    const { body, status } = await client.post('/api/v1/platform/system-prompts', prompt)
    return { 'system-prompts': status === 403 ? [] : [body.data.id] }
  },
  // Only administrators begin one.
  runs: async ({ client }) => {
    const { body, status } = await client.post('/api/v1/platform/cron/batch-learn-preferences', {})
    return { runs: status === 403 ? [] : [body.data.run_id] }
  },
  // Only administrators name one; nothing listens there.
  'tool-servers': async ({ client }) => {
    const server = { name: `s${randomUUID().slice(0, 20)}`, url: closedDoor }
    const { body, status } = await client.post('/api/admin/tool-servers', server)
    return { 'tool-servers': status === 201 ? [body.data.id] : [] }
  },
  // The demo model calls no tool: whose call it is, is looked at where models are scripted.
  'tool-calls': async () => ({ 'tool-calls': [randomUUID()] }),
  tools: async () => ({ tools: ['read_skill'] }),
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
export const resourceOf = (path: string): string => kindOf(path, /([^/]+)\/\{[^}]+\}/.exec(path)?.[1] ?? '')

/** What a resource of a path is called among belongings: the tutor's sessions are not those of who is signed in. */
export function kindOf(path: string, resource: string): string {
  if (path.startsWith('/api/v1/learning/') && resource === 'sessions') return 'learning-sessions'
  return path.startsWith('/api/v1/homework/') && resource === 'items' ? 'homework-items' : resource
}
