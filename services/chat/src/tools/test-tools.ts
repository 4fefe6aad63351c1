import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Test } from '@lingzhi/testing/test-servers'
import { startTestApp } from '../test-app.ts'

/** A server of tools in a process of its own, killed at the end of the test. */
export async function startToolServer(t: Test) {
  const main = fileURLToPath(new URL('./test-server.ts', import.meta.url))
  const child = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  t.teardown(async () => {
    child.kill('SIGKILL')
    await gone
  })
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
  const origin = `http://127.0.0.1:${/\d+/.exec(line)?.[0]}`
  return {
    origin,
    url: `${origin}/mcp`,
    /** How often a tool was called. */
    made: async (tool: string): Promise<number> =>
      ((await (await fetch(`${origin}/made`)).json()) as Record<string, number>)[tool] ?? 0,
    /** Lets what waits go on. */
    release: () => fetch(`${origin}/release`),
    /** Knows no session any more. */
    forget: () => fetch(`${origin}/forget`),
  }
}

/** Settings under which a test's own servers may be reached. */
export const toolSettings = {
  TOOLS_PRIVATE_HOSTS: '127.0.0.1',
  TOOLS_SECRET: 'a secret of tests, long enough',
}

/** The event of a name that comes next, and what came before it. */
export async function until(
  events: AsyncIterator<{ event?: string | undefined; data: unknown }>,
  wanted: string,
) {
  const before: { event?: string | undefined; data: unknown }[] = []
  for (;;) {
    const { value, done } = await events.next()
    if (done) throw new Error(`no ${wanted}: ${JSON.stringify(before)}`)
    if (value.event === wanted) return { data: value.data as Record<string, unknown>, before }
    before.push(value)
  }
}

export const serversPath = '/api/admin/tool-servers'

interface ToolsTest {
  replicas?: number
  workers?: number
  settings?: Record<string, string | number>
}

/** The service with one server of tools, of which these may reach models. */
export async function startWithTools(t: Test, allow: string[], { settings, ...more }: ToolsTest = {}) {
  const tools = await startToolServer(t)
  const started = await startTestApp(t, {
    ...more,
    settings: { ...toolSettings, TOOLS_CALL_MS: 2_000, ...settings },
  })
  const { json, identity } = started
  const admin = (await identity.user({ role: 'admin' })).headers
  const { body } = await json('POST', serversPath, { name: 'test', url: tools.url, allow }, admin)
  const checked = await json('POST', `${serversPath}/${body.data.id}/check`, undefined, admin)
  if (checked.body.data?.status !== 'ok') throw new Error(JSON.stringify(checked.body))
  const user = await identity.user()
  return { ...started, tools, admin, user, server: checked.body.data }
}

type Started = Awaited<ReturnType<typeof startWithTools>>

/** A step of a script: the model calls a tool. */
export const calls = (name: string, args: object | string = {}) => ({
  toolCall: { name: `test__${name}`, arguments: typeof args === 'string' ? args : JSON.stringify(args) },
})
/** The end of a round with calls. */
export const forResults = { finish: { finishReason: 'tool_calls' } }

interface SentMessage {
  role: string
  content: string
  tool_calls?: object[]
}
/** The messages of a call to the model. */
export const messagesOf = ({ model }: Pick<Started, 'model'>, at: number) =>
  (model.calls[at]?.body.messages ?? []) as SentMessage[]

/** Asks and reads to the end. */
export async function askAll(
  { ask, user }: Pick<Started, 'ask' | 'user'>,
  message: string,
  more: object = {},
) {
  const { start, events } = await ask({ message, ...more }, user.headers)
  return { start, told: await Array.fromAsync(events) }
}

/** The results that readers were told of. */
export const resultsOf = (told: { event: string | undefined; data: Record<string, unknown> }[]) =>
  told.filter(({ event }) => event === 'tool_result').map(({ data }) => data)
