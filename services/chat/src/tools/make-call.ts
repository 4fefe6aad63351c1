import { counter } from '@lingzhi/metrics/instruments'
import type { Logger } from '@lingzhi/runtime/logger'
import type { FilterHit } from '@lingzhi/text-filters/create-filter'
import { createFilter } from '@lingzhi/text-filters/create-filter'
import { filterText } from '@lingzhi/text-filters/filter-text'
import type { PreparedFilter } from '@lingzhi/text-filters/prepare-filters'
import type { Config } from '../config.ts'
import type { Db } from '../database.ts'
import type { McpSession } from './mcp-session.ts'
import { isBrokenOff, isSessionGone, isTimeout, openSession } from './mcp-session.ts'
import { cutResult, readResult } from './read-result.ts'
import { readSkill, readSkillName } from './read-skill.ts'
import { openHeaders } from './seal-headers.ts'
import type { CallEnding, ToolCallRow } from './tool-calls.queries.ts'
import { findServer } from './tool-servers.queries.ts'

const calls = counter('lingzhi_tool_calls_total', 'Calls of tools that were made, by how they ended.', [
  'outcome',
])

export interface CallDeps {
  db: Db
  log: Logger
  config: Pick<Config, 'TOOLS_PRIVATE_HOSTS' | 'TOOLS_SECRET' | 'TOOLS_CALL_MS'>
}

/** Whose call it is. */
export interface Caller {
  userId: string | null
  scenarioIds: readonly string[]
  /** The filters of answers: what a tool says is read by people, too. */
  filter: PreparedFilter | undefined
  onHits: (hits: FilterHit[]) => void
}

export interface CallMaker {
  /** Makes a call and says how it ended. Raises the signal's reason when it fires, and nothing else. */
  make: (call: ToolCallRow, signal: AbortSignal) => Promise<CallEnding>
  close: () => Promise<void>
}

const failed = (result: string): CallEnding => ({ status: 'failed', result, truncated: false })

/** Makes the calls of one answer, with one session a server, and another where that server does not know it any more. Close it. */
export function openCallMaker({ db, log, config }: CallDeps, caller: Caller): CallMaker {
  const sessions = new Map<string, Promise<McpSession>>()
  const opened: Promise<McpSession>[] = []
  const reach = { privateHosts: config.TOOLS_PRIVATE_HOSTS, silentMs: config.TOOLS_CALL_MS }

  const sessionOf = (server: NonNullable<Awaited<ReturnType<typeof findServer>>>, signal: AbortSignal) => {
    const known = sessions.get(server.id)
    if (known) return known
    const headers = () => openHeaders(config.TOOLS_SECRET, server)
    const opening = Promise.resolve().then(() =>
      openSession({ url: server.url, headers: headers() }, reach, signal),
    )
    sessions.set(server.id, opening)
    opened.push(opening)
    opening.catch(() => forget(server.id, opening))
    return opening
  }
  const forget = (serverId: string, session: Promise<McpSession>) => {
    if (sessions.get(serverId) === session) sessions.delete(serverId)
  }

  const ask = async (call: ToolCallRow, signal: AbortSignal): Promise<CallEnding> => {
    const args = call.arguments ?? {}
    if (call.server_id === null) {
      if (call.name !== readSkillName) return failed('There is no such tool.')
      const { userId, scenarioIds } = caller
      return readSkill(db, { name: String(args.name ?? ''), userId, scenarioIds })
    }
    const server = await findServer(db, call.server_id)
    // It may have been taken back since it was offered.
    if (!server?.enabled || !server.allow.includes(call.tool))
      return failed('This tool is not available any more.')
    for (let isFirst = true; ; isFirst = false) {
      const opening = sessionOf(server, signal)
      let session: McpSession
      try {
        session = await opening
      } catch (err) {
        signal.throwIfAborted()
        log.warn({ err, server: server.name }, 'a tool server could not be reached')
        if (isTimeout(err))
          return { ...failed('The tool server did not answer in time.'), status: 'timed_out' }
        return failed('The tool server could not be reached.')
      }
      try {
        const answer = await session.callTool(call.tool, args, signal)
        return { status: answer.isError === true ? 'failed' : 'completed', ...readResult(answer) }
      } catch (err) {
        signal.throwIfAborted()
        if (isSessionGone(err)) {
          forget(server.id, opening)
          if (isFirst) continue
        }
        return readFailure(err, call, server.name)
      }
    }
  }

  const readFailure = (err: unknown, { tool, repeatable }: ToolCallRow, server: string): CallEnding => {
    log.warn({ err, server, tool }, 'a call of a tool failed')
    const maybe = repeatable ? '' : ' Whether it was done is not known.'
    if (isTimeout(err)) return { ...failed(`The tool did not answer in time.${maybe}`), status: 'timed_out' }
    // What the server itself says of a call it refused.
    if (err instanceof Error && err.constructor.name === 'ProtocolError' && !isBrokenOff(err))
      return { status: 'failed', ...cutResult(`The tool refused the call: ${err.message}`) }
    return {
      ...failed(`The connection to the tool broke off.${maybe}`),
      status: repeatable ? 'failed' : 'unknown',
    }
  }

  const passFilter = async (ending: CallEnding): Promise<CallEnding> => {
    if (!caller.filter || ending.result === '') return ending
    const filter = createFilter(caller.filter)
    const passed = await filterText(filter, ending.result)
    caller.onHits(filter.hits())
    return { ...ending, result: filter.blocked ? 'The result was withheld by a filter.' : passed }
  }

  return {
    make: async (call, signal) => {
      let ending: CallEnding
      try {
        ending = await ask(call, signal)
      } catch (err) {
        signal.throwIfAborted()
        log.error({ err, tool: call.tool }, 'a call of a tool could not be made')
        ending = failed('The call could not be made.')
      }
      calls.inc({ outcome: ending.status })
      return passFilter(ending)
    },
    close: async () => {
      const settled = await Promise.allSettled(opened)
      await Promise.allSettled(
        settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.close()] : [])),
      )
    },
  }
}
