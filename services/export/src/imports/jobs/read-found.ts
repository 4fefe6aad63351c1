import type { Config } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import { patiently } from '../../jobs/patiently.ts'
import type { ImportFormat } from '../formats/tell-format.ts'
import { readers, tellFormat } from '../formats/tell-format.ts'
import type { Found } from '../found.ts'
import { ImportFault, unknownFormat } from '../reading/fault.ts'
import { openUpload } from '../reading/open-upload.ts'
import { documentsIn } from '../reading/unpack.ts'
import type { Document } from '../reading/unpacked.ts'
import { uploadedParts } from '../uploads/parts.queries.ts'
import type { ImportJob } from './import-jobs.queries.ts'

export interface OpenedFile {
  format: ImportFormat
  /** All conversations, numbered as they stand in the file; `read` hears of each stretch of the upload that was read. */
  conversations: (read: (bytes: number) => void) => AsyncGenerator<Found & { ordinal: number }>
}

/** Opens the uploaded file of an import and tells its format. Raises ImportFault. */
export async function openFile(
  { db, store }: Pick<Deps, 'db' | 'store'>,
  { IMPORT_UNPACKED_MAX_BYTES: unpackedMaxBytes }: Pick<Config, 'IMPORT_UNPACKED_MAX_BYTES'>,
  job: ImportJob,
  signal: AbortSignal,
): Promise<OpenedFile> {
  const parts = await uploadedParts(db, job.id)
  let heard: (bytes: number) => void = () => {}
  const get = async (object: string) => {
    const found = await patiently(signal, () => store.get(object))
    heard(found.pieces.reduce((sum, piece) => sum + piece.length, 0))
    return found
  }
  const documents = await documentsIn(openUpload(get, parts), { unpackedMaxBytes })
  const told: { document: Document; format: ImportFormat }[] = []
  for (const document of documents) {
    // Of many files in an archive most are something else.
    const format = await tellFormat(document).catch((err) => {
      if (documents.length > 1 && err instanceof ImportFault) return undefined
      throw err
    })
    if (format) told.push({ document, format })
  }
  const [first] = told
  if (!first) throw unknownFormat()
  const uploadedAt = job.created_at.toISOString()
  return {
    format: first.format,
    async *conversations(read) {
      heard = read
      let ordinal = -1
      for (const { document, format } of told) {
        for await (const found of readers[format]({ chunks: document.open, uploadedAt })) {
          signal.throwIfAborted()
          if (!found.continued) ordinal += 1
          yield { ...found, ordinal }
        }
      }
    },
  }
}
