import type { ToolEvent } from '@lingzhi/contracts/tool-parts'
import type { Db } from '../database.ts'
import type { CallMaker } from './make-call.ts'
import { approvalPart, callPart, expiryOf, resultPart } from './tell-calls.ts'
import type { CallEnding, Fence, ToolCallRow } from './tool-calls.queries.ts'
import { callsOfRound, endCall, parkReply, startCalls } from './tool-calls.queries.ts'

export interface SettleDeps {
  db: Db
  now: () => Date
  maker: CallMaker
  fence: () => Fence
  signal: AbortSignal
  /** The reply has been left to wait: aborts the signal. */
  onParked: () => void
  /** The reply belongs to another worker by now: aborts the signal. */
  onLost: () => void
  /** Keeps the reply's log for as long as it may wait. */
  onWait: () => void
}

const unknown: CallEnding = {
  status: 'unknown',
  result: 'It is not known whether this was done: the process that did it died. It was not repeated.',
  truncated: false,
}
const expired: CallEnding = {
  status: 'denied',
  result: 'Not done: nobody allowed it within a day.',
  truncated: false,
}

/**
 * Brings every call of a round to its end, telling each step: makes what may be made, lets the reply wait for what its asker must allow, and
 * of what was under way when another worker died repeats what may be repeated. Returns the calls as they ended.
 */
export async function* settleCalls(
  deps: SettleDeps,
  round: number,
  stored: readonly ToolCallRow[],
): AsyncGenerator<ToolEvent, ToolCallRow[]> {
  const { db, now, signal, fence } = deps
  let calls = [...stored]
  const told = new Set<string>()
  const asked = new Set<string>()
  for (const call of calls) yield { type: 'tool', part: callPart(call) }

  for (;;) {
    const own = fence()
    const started = signal.aborted
      ? { calls, endings: new Map<string, never>() }
      : await begin(deps, own, calls)
    calls = started.calls
    for (const [place, call] of calls.entries()) {
      const ending = await started.endings.get(call.id)
      if (ending instanceof Error) throw ending
      const ended = ending ? await keep(deps, own, call, ending) : call
      calls[place] = ended
      const part = resultPart(ended)
      if (!part || told.has(call.id)) continue
      told.add(call.id)
      yield { type: 'tool', part }
    }
    // Of a reply that was stopped all is told that has ended.
    if (calls.every((call) => resultPart(call))) return calls
    signal.throwIfAborted()
    const waiting = calls.filter(({ status }) => status === 'waiting_approval')
    deps.onWait()
    for (const call of waiting) {
      if (asked.has(call.id)) continue
      asked.add(call.id)
      yield { type: 'tool', part: approvalPart(call) }
    }
    signal.throwIfAborted()
    const left = await parkReply(db, own)
    if (left === 'parked') deps.onParked()
    if (left === 'lost') deps.onLost()
    signal.throwIfAborted()
    // Decided while the others were made.
    calls = await callsOfRound(db, own.replyId, round)
  }

  /** Starts what may be made now, all at once; ends what nobody can make any more. */
  async function begin({ maker }: SettleDeps, own: Fence, all: readonly ToolCallRow[]) {
    const at = now()
    const isOurs = ({ status, attempt }: ToolCallRow) => status === 'running' && attempt === own.attempt
    const again = all.filter(
      (call) => call.status === 'approved' || (call.status === 'running' && !isOurs(call) && call.repeatable),
    )
    if (again.length > 0) {
      const ids = again.map(({ id }) => id)
      if (!(await startCalls(db, own, ids, at))) {
        deps.onLost()
        signal.throwIfAborted()
      }
    }
    const endings = new Map<string, Promise<CallEnding | Error>>()
    const changed = all.map((call): ToolCallRow => {
      if (again.includes(call)) return { ...call, status: 'running', attempt: own.attempt }
      if (call.status === 'running' && !isOurs(call)) endings.set(call.id, Promise.resolve(unknown))
      if (call.status === 'waiting_approval' && expiryOf(call) <= at)
        endings.set(call.id, Promise.resolve(expired))
      return call
    })
    for (const call of changed)
      if (isOurs(call))
        endings.set(
          call.id,
          maker
            .make(call, signal)
            .catch((err: unknown) => (err instanceof Error ? err : new Error(String(err)))),
        )
    return { calls: changed, endings }
  }
}

async function keep({ db, now }: SettleDeps, own: Fence, call: ToolCallRow, ending: CallEnding) {
  const from = call.status === 'waiting_approval' ? 'waiting_approval' : 'running'
  const at = now()
  const kept = await endCall(db, { id: call.id, attempt: call.attempt, from }, ending, at)
  if (kept) return { ...call, ...ending, ended_at: at }
  // Somebody else has ended it: what they stored counts.
  const rows = await callsOfRound(db, own.replyId, call.round)
  return rows.find(({ id }) => id === call.id) ?? { ...call, ...ending }
}
