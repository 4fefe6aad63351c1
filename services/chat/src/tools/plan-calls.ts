import { newId } from '@lingzhi/contracts/ids'
import { withoutNul } from '@lingzhi/contracts/shapes'
import type { Insertable } from 'kysely'
import type { ToolCallsTable } from '../database.ts'
import { checkArguments } from './check-arguments.ts'
import type { ModelCall } from './join-calls.ts'
import { argumentsCharsMax } from './join-calls.ts'
import type { Offer } from './offer-tools.ts'
import { checkable } from './read-catalogue.ts'
import { readSkillName, readSkillSchema } from './read-skill.ts'

/** Calls that are made for one answer. */
export const callsMax = 16

export interface RoundPlan {
  /** Whose share of the checks it is. */
  asker: string
  replyId: string
  round: number
  attempt: number
  /** Calls of earlier rounds. */
  before: number
  at: Date
}

/**
 * The calls of a round as they are stored before any of them is made: to be made at once, to wait for their asker, or refused, with what the
 * model is told of it: no such tool, arguments that its schema does not allow, one too many.
 */
export async function planCalls(
  calls: readonly ModelCall[],
  offer: Pick<Offer, 'tools' | 'readsSkills'>,
  { asker, replyId, round, attempt, before, at }: RoundPlan,
): Promise<Insertable<ToolCallsTable>[]> {
  const ids = new Set<string>()
  const read = calls.map((call, place) => readCall(call, before + place, offer))
  const faults = await faultsOfAll(read, asker)
  return read.map(({ name, tool, builtIn, args, refusal: known }, place) => {
    const refusal = known ?? faults[place]
    const waits = tool !== undefined && !tool.read_only
    return {
      id: newId(),
      reply_id: replyId,
      round,
      place,
      call_id: freeId(storable(calls[place]?.id ?? '').slice(0, 200), ids),
      name,
      server_id: tool?.serverId ?? null,
      server: tool?.server ?? null,
      tool: tool?.tool ?? name,
      arguments: args === null ? null : JSON.stringify(args),
      repeatable: builtIn || tool?.read_only === true || tool?.idempotent === true,
      status: refusal !== undefined ? 'failed' : waits ? 'waiting_approval' : 'running',
      attempt,
      result: refusal ?? null,
      created_at: at,
      started_at: refusal !== undefined || waits ? null : at,
      ended_at: refusal !== undefined ? at : null,
    }
  })
}

function readCall(
  call: ModelCall,
  made: number,
  { tools, readsSkills }: Pick<Offer, 'tools' | 'readsSkills'>,
) {
  const name = storable(call.function.name).slice(0, 200)
  const tool = tools.get(name)
  const builtIn = name === readSkillName && readsSkills && !tool
  const { value: args, fault } = readArguments(call.function.arguments)
  const refusal =
    made >= callsMax
      ? `Not made: an answer may make ${callsMax} calls at most.`
      : !tool && !builtIn
        ? 'There is no such tool.'
        : fault
  return { name, tool, builtIn, args, refusal, schema: tool ? checkable(tool.input_schema) : readSkillSchema }
}

/** What is wrong with the arguments of each call that nothing else is wrong with. */
async function faultsOfAll(
  read: ReturnType<typeof readCall>[],
  asker: string,
): Promise<(string | undefined)[]> {
  const open = read.filter(({ refusal }) => refusal === undefined)
  const checked = await checkArguments(
    open.map(({ schema, args: value }) => ({ schema, value })),
    asker,
  )
  let next = 0
  return read.map(({ refusal }) => {
    if (refusal !== undefined) return undefined
    const found = checked[next++]
    if (found === undefined || typeof found === 'string')
      return 'Refused: the arguments could not be checked.'
    if (found.faults.length === 0) return undefined
    const told = found.faults.map(({ path, rule }) => `${path || 'the arguments'} ${rule}`).join('; ')
    return `Refused: the arguments are not valid: ${told.slice(0, 2_000)}`
  })
}

const storable = (text: string) => withoutNul(text).toWellFormed()

function freeId(wanted: string, taken: Set<string>): string {
  let id = wanted || 'call'
  for (let n = 2; taken.has(id); n++) id = `${wanted || 'call'}_${n}`
  taken.add(id)
  return id
}

function readArguments(text: string): { value: Record<string, unknown> | null; fault?: string } {
  if (text.length > argumentsCharsMax) return { value: null, fault: 'Refused: the arguments are too long.' }
  try {
    const value: unknown = text.trim() === '' ? {} : JSON.parse(text, storableValue)
    // Written out again, as it will be: what is nested too deep for that raises here.
    JSON.stringify(value)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { value: value as Record<string, unknown> }
  } catch {}
  return { value: null, fault: 'Refused: the arguments are not a JSON object.' }
}

/** PostgreSQL takes neither U+0000 nor half a character, in names of members neither. */
function storableValue(_name: string, value: unknown): unknown {
  if (typeof value === 'string') return storable(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value)
  return entries.every(([name]) => storable(name) === name)
    ? value
    : Object.fromEntries(entries.map(([name, inner]) => [storable(name), inner]))
}
