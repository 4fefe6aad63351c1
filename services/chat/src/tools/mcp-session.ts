import type { Client } from '@modelcontextprotocol/client'
import type { Tools } from './open-tools.ts'
import { reachServer, readServerUrl } from './reach-server.ts'

export interface ServerAddress {
  url: string
  headers: Record<string, string>
}

export interface McpSession {
  /** The server's tools, as it sent them. */
  listTools: (signal: AbortSignal) => Promise<unknown[]>
  /** A call; progress extends its time to four times `silentMs`. */
  callTool: (
    tool: string,
    args: Record<string, unknown>,
    signal: AbortSignal,
  ) => Promise<{ content?: unknown; structuredContent?: unknown; isError?: unknown }>
  close: () => Promise<void>
}

const clientInfo = { name: 'lingzhi', version: '0.1.0' }
/** Of a list of tools. */
const pagesMax = 8
/** To say goodbye; afterwards the connections are cut. */
const closeMs = 500

/** By which the end of a call's stream without an answer is told to the client; outside the codes of JSON-RPC and MCP. */
const brokenOff = 70_001

const loadClient = () => import('@modelcontextprotocol/client')

/** Loads the client before anybody's answer streams through this process, if there are tools: it holds a process for a moment. */
export async function prepareTools(tools: Tools): Promise<void> {
  const available = await tools.available()
  if (available.length > 0) await loadClient()
}

/**
 * A session with a server by Streamable HTTP. The client is loaded with the first one: it takes 36 MB that a deployment without tools need not
 * have. Raises TOOL_SERVER_URL_REFUSED, and whatever the client says of a server that does not answer as it should.
 */
export async function openSession(
  { url, headers }: ServerAddress,
  { privateHosts, silentMs }: { privateHosts: string; silentMs: number },
  signal: AbortSignal,
): Promise<McpSession> {
  const server = readServerUrl(url, privateHosts)
  const { Client, StreamableHTTPClientTransport } = await loadClient()
  const reach = reachServer(server, privateHosts)
  const transport = new StreamableHTTPClientTransport(server, {
    fetch: reach.fetch as typeof fetch,
    requestInit: { headers, redirect: 'error' },
    reconnectionOptions: {
      maxRetries: 0,
      initialReconnectionDelay: 1_000,
      maxReconnectionDelay: 1_000,
      reconnectionDelayGrowFactor: 1,
    },
  })
  const send = transport.send.bind(transport)
  // The client waits on for an answer whose stream has ended, until the time for the call is over. Of one that came it has none left to wait for.
  transport.send = (message, options) =>
    send(message, {
      ...options,
      onRequestStreamEnd: () => {
        if (!('id' in message) || !('method' in message) || message.id === undefined) return
        const error = { code: brokenOff, message: 'the stream ended without an answer' }
        transport.onmessage?.({ jsonrpc: '2.0', id: message.id, error })
      },
    })
  const client: Client = new Client(clientInfo, { capabilities: {}, listMaxPages: pagesMax })
  const close = async () => {
    const said = transport.terminateSession().catch(() => {})
    await Promise.race([said, new Promise((resolve) => setTimeout(resolve, closeMs).unref())])
    await client.close().catch(() => {})
    await reach.close()
  }
  const bounds = { timeout: silentMs, maxTotalTimeout: silentMs * 4, signal }
  try {
    await client.connect(transport, bounds)
  } catch (err) {
    await client.close().catch(() => {})
    await reach.close()
    throw err
  }
  return {
    listTools: async (until) => (await client.listTools(undefined, { ...bounds, signal: until })).tools,
    callTool: (tool, args, until) =>
      client.callTool(
        { name: tool, arguments: args },
        { ...bounds, signal: until, resetTimeoutOnProgress: true, onprogress: () => {} },
      ),
    close,
  }
}

/** Whether an error says that the server took too long. */
export const isTimeout = (err: unknown): boolean =>
  (err as { code?: unknown } | null)?.code === 'REQUEST_TIMEOUT' ||
  (err as Error | null)?.name === 'TimeoutError'

/** Whether an error says that the connection ended before the answer to a request came. */
export const isBrokenOff = (err: unknown): boolean => (err as { code?: unknown } | null)?.code === brokenOff

/**
 * Whether a server refused a request because it does not know its session, as one that was started again does: by 404 (MCP, Session Management),
 * or by 400, as the reference server has it. What it refused it has not done.
 */
export const isSessionGone = (err: unknown): boolean =>
  [400, 404].includes(Number((err as { status?: unknown } | null)?.status))
