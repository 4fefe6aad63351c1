import { Problem } from '@lingzhi/contracts/problem'
import { storableText } from '@lingzhi/model-client/storable-text'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { isTimeout, openSession } from './mcp-session.ts'
import { readCatalogue } from './read-catalogue.ts'
import { openHeaders } from './seal-headers.ts'
import type { ToolServer } from './tool-servers.queries.ts'

/** An administrator waits no longer. */
const checkMaxMs = 20_000

type Outcome = { status: 'ok'; problem: null; catalogue: string } | { status: 'failing'; problem: string }

/** Asks a server for its tools. Raises nothing: what is wrong with it is the outcome, in words without addresses. */
export async function checkServer(
  { config, log }: Pick<Deps, 'log'> & { config: Config },
  server: ToolServer,
): Promise<Outcome> {
  const silentMs = Math.min(config.TOOLS_CALL_MS, checkMaxMs / 2)
  const signal = AbortSignal.timeout(checkMaxMs)
  try {
    const headers = openHeaders(config.TOOLS_SECRET, server)
    const reach = { privateHosts: config.TOOLS_PRIVATE_HOSTS, silentMs }
    const session = await openSession({ url: server.url, headers }, reach, signal)
    try {
      const catalogue = await readCatalogue(await session.listTools(signal), server.id)
      return { status: 'ok', problem: null, catalogue: JSON.stringify(catalogue) }
    } finally {
      session.close().catch((err) => log.info({ err }, 'a session with a tool server could not be closed'))
    }
  } catch (err) {
    log.warn({ err, server: server.name }, 'a tool server failed its check')
    return { status: 'failing', problem: reasonOf(err) }
  }
}

function reasonOf(err: unknown): string {
  if (err instanceof Problem) return err.message
  if (isTimeout(err)) return 'The server did not answer in time.'
  const causes: Error[] = []
  for (let one = err; one instanceof Error && causes.length < 5; one = one.cause) causes.push(one)
  if (causes.some(({ name, message }) => name === 'PrivateAddress' || /private address/.test(message)))
    return 'The server’s name leads to a private address.'
  if (causes.some(({ message }) => /redirect/i.test(message)))
    return 'The server redirects, which is not followed.'
  if (causes.some(({ message }) => /too many bytes/.test(message))) return 'The server sent too many bytes.'
  if (causes.some(({ message }) => /too many values/.test(message))) return 'The server sent too many values.'
  const { status } = (err ?? {}) as { status?: unknown }
  if (typeof status === 'number') return `The server answered with status ${status}.`
  const code = causes.map((one) => (one as { code?: unknown }).code).find((one) => typeof one === 'string')
  return storableText(
    `The server could not be reached, or does not speak MCP${code ? ` (${code})` : ''}.`,
    300,
  )
}
