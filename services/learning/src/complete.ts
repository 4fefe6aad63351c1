import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { sendRequest } from '@lingzhi/bus/request'
import type { CarriedProblem } from '@lingzhi/contracts/carried-problem'
import { BeginCompletion, ReadCompletion } from '@lingzhi/contracts/chat-completions'
import type { ProblemKind } from '@lingzhi/contracts/problem'
import { Problem } from '@lingzhi/contracts/problem'
import type { Texts } from '@lingzhi/contracts/texts'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { Deps } from './deps.ts'

/** A person waits for it; later it is read again, for the same id is the same completion. */
const waitedMs = 25_000
const pollMs = 250

export interface Wanted<T extends TSchema> {
  /** The same parts are the same completion, however often it is asked for. */
  of: readonly (string | number)[]
  userId: string
  purpose: string
  schemaName: string
  schema: T
  system: string
  /** What others wrote, as data. */
  about: Record<string, unknown>
  /** Raised while there is no value yet. */
  unavailable: ProblemKind
}

/**
 * Has chat's model make a value, and waits for it. `failed`: this completion never will have one, so that another must be asked for. Raises
 * what it is told to, and TOO_MANY_REQUESTS.
 */
export async function complete<T extends TSchema>(
  { bus }: Pick<Deps, 'bus'>,
  { of, userId, purpose, schemaName, schema, system, about, unavailable }: Wanted<T>,
): Promise<{ value: unknown } | { failed: Problem }> {
  const notReady = (texts?: Texts, cause?: unknown) =>
    unavailable({ retryAfterS: 5, cause, ...(texts && { detail: joined(unavailable.texts, texts) }) })
  const id = idOf(of)
  try {
    await sendRequest(bus, BeginCompletion, {
      ...{
        id,
        user_id: userId,
        purpose,
        schema_name: schemaName,
        schema: schema as never,
        priority: 'person',
      },
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: JSON.stringify(about) },
      ],
      seed: 1,
    })
    for (const until = performance.now() + waitedMs; performance.now() < until; await pause(pollMs)) {
      const { status, value, problem } = await sendRequest(bus, ReadCompletion, { id, user_id: userId })
      if (status === 'failed') return { failed: notReady((problem as CarriedProblem | undefined)?.texts) }
      if (status === 'completed') {
        return Value.Check(schema, value) ? { value } : { failed: notReady() }
      }
    }
  } catch (err) {
    // Whoever has too many of their own is told so.
    if (err instanceof Problem && err.code === 'TOO_MANY_REQUESTS') throw err
    // Its body was removed since.
    if (err instanceof Problem && err.code === 'COMPLETION_NOT_FOUND') return { failed: notReady() }
    if (err instanceof Problem) throw notReady(err.texts, err)
    throw err
  }
  throw notReady()
}

const joined = (what: Texts, { zh, en }: Texts): Texts => ({
  zh: `${what.zh}（${zh}）`,
  en: `${what.en} (${en})`,
})

/** A UUID (version 8 of RFC 9562) made of what is asked for. */
function idOf(parts: readonly (string | number)[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}
