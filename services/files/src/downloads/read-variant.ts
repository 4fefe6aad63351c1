import { VariantNotFound } from '@lingzhi/contracts/file-problems'
import type { ObjectKind, StoredFile } from '../database.ts'
import type { Deps } from '../deps.ts'
import { piecesOf } from '../files.queries.ts'

/** All bytes of a file in one of its forms, in the pieces they came in. Raises VARIANT_NOT_FOUND. */
export async function readVariant(
  { db, store }: Pick<Deps, 'db' | 'store'>,
  file: StoredFile,
  kind: ObjectKind,
): Promise<Buffer[]> {
  const pieces = await piecesOf(db, file, kind)
  if (pieces.length === 0) throw VariantNotFound()
  const bytes: Buffer[] = []
  for (const { object } of pieces) bytes.push(...(await store.get(object)).pieces)
  return bytes
}

/** What models are shown of a file: a picture, or of a scanned PDF one page of those that have one, from 1. Raises VARIANT_NOT_FOUND. */
export async function readPicture(
  { db, store }: Pick<Deps, 'db' | 'store'>,
  file: StoredFile,
  page = 1,
): Promise<Buffer[]> {
  const piece = (await piecesOf(db, file, 'model-image'))[page - 1]
  if (!piece) throw VariantNotFound()
  return (await store.get(piece.object)).pieces
}

/** The text of a file, or of one of its pages, from 1. Raises VARIANT_NOT_FOUND. */
export async function readText(
  deps: Pick<Deps, 'db' | 'store'>,
  file: StoredFile,
  page?: number,
): Promise<string> {
  const text = Buffer.concat(await readVariant(deps, file, 'text')).toString()
  if (page === undefined) return text
  const one = (file.pages === null ? [text] : text.split('\f'))[page - 1]
  if (one === undefined) throw VariantNotFound()
  return one
}
