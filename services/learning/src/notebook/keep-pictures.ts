import { recordFact } from '@lingzhi/bus/outbox'
import { sendRequest } from '@lingzhi/bus/request'
import { FileNotReady } from '@lingzhi/contracts/file-problems'
import { DescribeFiles } from '@lingzhi/contracts/files'
import { newId } from '@lingzhi/contracts/ids'
import { FilesLetGo } from '@lingzhi/contracts/learning-facts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { MistakeChange } from './mistake-shape.ts'

/** Files of a mistake, and what they are kept for. */
export interface Pictures {
  file_ids: string[]
  files_reference: string | null
}

const none: Pictures = { file_ids: [], files_reference: null }

/** The files that a mistake names by id or by address; undefined where it says nothing of them. */
export function filesNamed({ file_ids, image_urls }: MistakeChange): string[] | undefined {
  if (file_ids === undefined && image_urls === undefined) return undefined
  const addressed = (image_urls ?? []).flatMap((url) => url.split('/').at(-2) ?? [])
  return [...new Set([...(file_ids ?? []), ...addressed].map((id) => id.toLowerCase()))]
}

/** Files of a learner's stay from now on, until let go of. Raises FILE_NOT_FOUND, FILE_NOT_READY for one that was rejected. */
export async function keepPictures(
  { bus, db }: Pick<Deps, 'bus' | 'db'>,
  userId: string,
  ids: readonly string[],
): Promise<Pictures> {
  if (ids.length === 0) return none
  const reference = { kind: 'learning' as const, id: newId() }
  const { files } = await sendRequest(bus, DescribeFiles, { user_id: userId, file_ids: [...ids], reference })
  const pictures = { file_ids: [...ids], files_reference: reference.id }
  if (files.some(({ status }) => status === 'rejected')) {
    await letPicturesGo(db, userId, [pictures])
    throw FileNotReady()
  }
  return pictures
}

/** Nothing needs them any more, once the caller's transaction is committed. */
export async function letPicturesGo(
  db: Db,
  userId: string,
  of: readonly Pick<Pictures, 'files_reference'>[],
): Promise<void> {
  const reference_ids = of.flatMap(({ files_reference }) => files_reference ?? [])
  if (reference_ids.length > 0) await recordFact(db, FilesLetGo, { reference_ids, user_id: userId })
}

/** Writes what names these files; they are let go of where that fails. */
export async function withPictures<T>(
  deps: Pick<Deps, 'bus' | 'db'>,
  userId: string,
  ids: readonly string[],
  write: (pictures: Pictures) => Promise<T>,
): Promise<T> {
  const pictures = await keepPictures(deps, userId, ids)
  try {
    return await write(pictures)
  } catch (err) {
    await letPicturesGo(deps.db, userId, [pictures])
    throw err
  }
}
