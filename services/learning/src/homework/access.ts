import { isId } from '@lingzhi/contracts/ids'
import type { Principal } from '@lingzhi/identity/principal'
import { isAdmin } from '@lingzhi/identity/principal'
import type { Db } from '../database.ts'
import { HomeworkNotFound } from './problems.ts'
import { findSubmission, itemsOf, ownerOfTemplate } from './submissions.queries.ts'
import type { Item, Submission } from './tables.ts'

export interface Opened {
  submission: Submission
  isSubmitter: boolean
  /** Whether the reader decides grades: as the owner of the template, or as an administrator. */
  isMarker: boolean
}

/** A submission of whoever may see it. Raises HOMEWORK_NOT_FOUND, also for everybody else's. */
export async function openSubmission(db: Db, id: string, reader: Principal): Promise<Opened> {
  const submission = isId(id) ? await findSubmission(db, id) : undefined
  if (!submission) throw HomeworkNotFound()
  const isSubmitter = submission.user_id === reader.userId
  const isMarker = isAdmin(reader) || (await ownerOfTemplate(db, submission.template_id)) === reader.userId
  if (!isSubmitter && !isMarker) throw HomeworkNotFound()
  return { submission, isSubmitter, isMarker }
}

/** The same for the learner who handed it in, and nobody else. */
export async function openOwn(db: Db, id: string, reader: Principal): Promise<Submission> {
  const { submission, isSubmitter } = await openSubmission(db, id, reader)
  if (!isSubmitter) throw HomeworkNotFound()
  return submission
}

/** An item of a submission by its number. Raises HOMEWORK_NOT_FOUND. */
export async function itemNumbered(db: Db, { id }: Submission, number: string): Promise<Item> {
  const items = await itemsOf(db, id)
  const item = items.find((one) => `${one.number}` === number)
  if (!item) throw HomeworkNotFound()
  return item
}
