import type { BeginCompletion } from '@lingzhi/contracts/chat-completions'
import { schemaCharsMax } from '@lingzhi/contracts/chat-completions'
import { ServiceUnavailable, TooManyRequests } from '@lingzhi/contracts/common-problems'
import { problem } from '@lingzhi/contracts/problem'
import { transact } from '@lingzhi/db/retry'
import type { Static } from 'typebox'
import type { Deps } from '../deps.ts'
import { findCompletion, insertCompletion } from './completions.queries.ts'
import { wakeWorkers } from './wake.ts'

export const CompletionTooLarge = problem('COMPLETION_TOO_LARGE', 413, {
  zh: '要求模型生成的结构过大',
  en: 'The schema of the object asked for is too large.',
  check: 'Nothing on this side: the schema that the asking service sends.',
})

export type AskedCompletion = Static<typeof BeginCompletion.request>

/**
 * Stores a completion, for any replica to run; the same id again changes nothing. Raises TOO_MANY_REQUESTS when too many of this user wait,
 * SERVICE_UNAVAILABLE when too many of all do, and COMPLETION_TOO_LARGE.
 */
export async function beginCompletion(
  { db, bus, now }: Pick<Deps, 'db' | 'bus' | 'now'>,
  asked: AskedCompletion,
  requestId: string | null = null,
) {
  const { id, seed = null, file_ids = null, ...rest } = asked
  if (JSON.stringify(asked.schema).length > schemaCharsMax) throw CompletionTooLarge()
  const stored = await transact(db, (trx) =>
    insertCompletion(trx, { ...rest, id, seed, file_ids, request_id: requestId, created_at: now() }),
  )
  if (stored === 'share') throw TooManyRequests({ retryAfterS: 30 })
  if (stored === 'full') throw ServiceUnavailable({ retryAfterS: 30 })
  if (stored === 'new') {
    wakeWorkers(bus)
    return { id, status: 'queued' as const }
  }
  return { id, status: (await findCompletion(db, id))?.status ?? ('queued' as const) }
}
