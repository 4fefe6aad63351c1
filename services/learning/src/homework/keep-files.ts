import { recordFact } from '@lingzhi/bus/outbox'
import { sendRequest } from '@lingzhi/bus/request'
import { FileNotReady } from '@lingzhi/contracts/file-problems'
import { DescribeFiles } from '@lingzhi/contracts/files'
import { HomeworkRemoved } from '@lingzhi/contracts/learning-facts'
import type { Deps } from '../deps.ts'
import { HomeworkTooLong } from './problems.ts'
import type { SubmissionPage } from './tables.ts'

const pdfPagesMax = 100

/**
 * The pages of a submission that is about to be: its files, which stay as long as it does. Raises FILE_NOT_FOUND, FILE_NOT_READY for one
 * that was rejected, HOMEWORK_TOO_LONG.
 */
export async function keepFiles(
  deps: Pick<Deps, 'bus' | 'db'>,
  userId: string,
  id: string,
  fileIds: string[],
): Promise<SubmissionPage[]> {
  const asked = { user_id: userId, file_ids: fileIds, reference: { kind: 'learning' as const, id } }
  const { files } = await sendRequest(deps.bus, DescribeFiles, asked)
  const refusal = files.some(({ status }) => status === 'rejected')
    ? FileNotReady()
    : files.some(({ pages }) => (pages ?? 0) > pdfPagesMax)
      ? HomeworkTooLong()
      : undefined
  if (refusal) {
    await letGo(deps, userId, id)
    throw refusal
  }
  return files.map((file, position) => ({ submission_id: id, position, file_id: file.id, name: file.name }))
}

/** The submission did not come to be. */
export const letGo = ({ db }: Pick<Deps, 'db'>, userId: string, id: string) =>
  recordFact(db, HomeworkRemoved, { submission_ids: [id], user_id: userId })
