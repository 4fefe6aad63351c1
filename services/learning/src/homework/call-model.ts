import { createHash } from 'node:crypto'
import { sendRequest } from '@lingzhi/bus/request'
import type { CarriedProblem } from '@lingzhi/contracts/carried-problem'
import { carry } from '@lingzhi/contracts/carried-problem'
import { BeginCompletion, ReadCompletion } from '@lingzhi/contracts/chat-completions'
import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { Problem, problem } from '@lingzhi/contracts/problem'
import { hourMs } from '@lingzhi/runtime/time'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { Deps } from '../deps.ts'
import { endCall, recordCall } from './calls.queries.ts'
import type { Call, Submission } from './tables.ts'

export const HomeworkModelFailed = problem('HOMEWORK_MODEL_FAILED', 502, {
  zh: '模型没有给出可用的结果，请重试',
  en: 'The model gave nothing that could be used. Try again.',
  check: 'The log of chat, by the completion’s id; whether it has kept the completion (COMPLETION_KEEP_H).',
})

/** A call that chat could not be asked for so long is given up. */
const keptMaxMs = hourMs

export interface Wanted<T extends TSchema> {
  /** The same parts are the same call, whoever makes it, and however often. */
  of: readonly (string | number | null | object)[]
  purpose: 'learning.transcribe' | 'learning.grade'
  schemaName: string
  schema: T
  system: string
  /** What others wrote, as data: each is a message of its own. */
  data: readonly object[]
  seed: number
  fileIds?: string[]
}

export type Outcome =
  | { is: 'pending' }
  | { is: 'completed'; id: string; value: unknown; model: string | null }
  | { is: 'failed'; id: string; problem: CarriedProblem }

/**
 * What a model says, once it has said it. Never waits: a call that is not over is pending, and its end is told by a fact, or found by the
 * sweep. Stored before chat is asked, so that nothing is asked twice.
 */
export async function callModel<T extends TSchema>(
  { db, bus, now }: Pick<Deps, 'db' | 'bus' | 'now'>,
  submission: Pick<Submission, 'id' | 'user_id'>,
  { of, purpose, schemaName, schema, system, data, seed, fileIds }: Wanted<T>,
): Promise<Outcome> {
  const id = idOf([submission.id, ...of])
  const call = await recordCall(db, { id, submission, at: now() })
  if (call.status !== 'asked') return toldBy(call)
  const user_id = submission.user_id
  try {
    await sendRequest(bus, BeginCompletion, {
      ...{ id, user_id, purpose, schema_name: schemaName, schema: schema as never, priority: 'batch' },
      messages: [
        { role: 'system', content: system },
        ...data.map((one) => ({ role: 'user' as const, content: JSON.stringify(one) })),
      ],
      seed,
      ...(fileIds && { file_ids: fileIds }),
    })
    const read = await sendRequest(bus, ReadCompletion, { id, user_id })
    if (read.status === 'failed')
      return fail((read.problem as CarriedProblem) ?? carry(HomeworkModelFailed()))
    if (read.status !== 'completed') return { is: 'pending' }
    const value = withoutNuls(read.value)
    if (!Value.Check(schema, value)) return fail(carry(HomeworkModelFailed()))
    return toldBy(
      await endCall(db, id, { status: 'completed', value: JSON.stringify(value), model: read.model }),
    )
  } catch (err) {
    if (!(err instanceof Problem)) throw err
    const old = now().getTime() - call.created_at.getTime() > keptMaxMs
    // Chat, or room in it, comes back.
    if (err.code === ServiceUnavailable().code && !old) return { is: 'pending' }
    return fail(carry(err))
  }

  async function fail(problem: CarriedProblem): Promise<Outcome> {
    return toldBy(await endCall(db, id, { status: 'failed', problem: JSON.stringify(problem) }))
  }
}

function toldBy(call: Call | undefined): Outcome {
  if (!call || call.status === 'asked') return { is: 'pending' }
  return call.status === 'completed'
    ? { is: 'completed', id: call.id, value: call.value, model: call.model }
    : { is: 'failed', id: call.id, problem: call.problem ?? carry(HomeworkModelFailed()) }
}

/** PostgreSQL stores no U+0000, in JSON neither. */
const withoutNuls = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_key, member) =>
    typeof member === 'string' ? member.replaceAll('\0', '').toWellFormed() : member,
  )

/** A UUID (version 8 of RFC 9562) made of what is asked for. */
function idOf(parts: readonly unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}
