import { recordFact } from '@lingzhi/bus/outbox'
import type { CompletionEnded } from '@lingzhi/contracts/chat-completions'
import { HomeworkRemoved } from '@lingzhi/contracts/learning-facts'
import { transact } from '@lingzhi/db/retry'
import { dayMs } from '@lingzhi/runtime/time'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { Config } from '../config.ts'
import type { AdvanceDeps } from './advance.ts'
import { advance } from './advance.ts'
import { findCall } from './calls.queries.ts'
import type { Submission } from './tables.ts'

/** Whoever waits for files has nobody to tell when they are ready; for a model, a fact tells it. */
const filesMs = 2_000
const modelMs = 10_000
const batchMax = 20

/** A model has said something: of homework, it goes on. */
export async function heardOfCompletion(
  deps: AdvanceDeps,
  { id, purpose }: Static<typeof CompletionEnded.data>,
): Promise<void> {
  if (purpose !== 'learning.transcribe' && purpose !== 'learning.grade') return
  const call = await findCall(deps.db, id)
  if (call) await advance(deps, call.submission_id)
}

/**
 * Takes on homework that a replica left behind, that waits for files, or whose model nobody heard of. Safe from every replica at once: each is
 * one replica's for a while.
 */
export async function sweepHomework(deps: AdvanceDeps): Promise<void> {
  const now = deps.now()
  const before = (ms: number) => new Date(now.getTime() - ms)
  const { rows } = await sql<Pick<Submission, 'id'>>`
    update homework_submissions set tried_at = ${now} where id = any(array(
      select id from homework_submissions
      where status in ('uploaded', 'transcribing', 'grading')
        and tried_at <= case when status = 'uploaded' then ${before(filesMs)}::timestamptz else ${before(modelMs)}::timestamptz end
      order by tried_at limit ${batchMax} for update skip locked)) returning id`.execute(deps.db)
  // One that cannot be helped does not hold up the others.
  for (const { id } of rows)
    await advance(deps, id).catch((err) =>
      deps.log.warn({ err, submission_id: id }, 'homework could not be taken on yet'),
    )
}

/** Lets go of the pictures of homework that is old; what was read of them stays. */
export async function letOldPagesGo(
  { db, now }: Pick<AdvanceDeps, 'db' | 'now'>,
  { HOMEWORK_KEEP_DAYS }: Pick<Config, 'HOMEWORK_KEEP_DAYS'>,
): Promise<void> {
  const before = new Date(now().getTime() - HOMEWORK_KEEP_DAYS * dayMs)
  await transact(db, async (trx) => {
    const { rows } = await sql<Pick<Submission, 'id' | 'user_id'>>`
      select id, user_id from homework_submissions s where submitted_at < ${before}
        and exists (select from homework_pages where submission_id = s.id)
      order by id limit ${batchMax} for update skip locked`.execute(trx)
    for (const { id, user_id } of rows) {
      await trx.deleteFrom('homework_pages').where('submission_id', '=', id).execute()
      await recordFact(trx, HomeworkRemoved, { submission_ids: [id], user_id })
    }
  })
}
