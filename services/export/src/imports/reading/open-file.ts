import type { ImportFormat } from '../formats/import-formats.ts'
import { readers, tellFormat } from '../formats/tell-format.ts'
import type { Found } from '../found.ts'
import { ImportFault, unknownFormat } from './fault.ts'
import type { Upload } from './open-upload.ts'
import { documentsIn } from './unpack.ts'
import type { Document, UnpackLimits } from './unpacked.ts'

export interface OpenedFile {
  format: ImportFormat
  /** All conversations, numbered as they stand in the file. */
  conversations: () => AsyncGenerator<Found & { ordinal: number }>
}

/** Of many files in an archive most are something else. One of those that are looked for may be empty, and nothing else. */
const isOther = ({ named }: Document, err: unknown) =>
  err instanceof ImportFault && (!named || err.reason.code === 'EMPTY')

/** Opens an uploaded file and tells its format. Raises ImportFault. */
export async function openFile(
  upload: Upload,
  limits: UnpackLimits,
  uploadedAt: string,
): Promise<OpenedFile> {
  const documents = await documentsIn(upload, limits)
  const told: { document: Document; format: ImportFormat }[] = []
  for (const document of documents) {
    const format = await tellFormat(document).catch((err) => {
      if (documents.length > 1 && isOther(document, err)) return undefined
      throw err
    })
    if (format) told.push({ document, format })
  }
  const [first] = told
  if (!first) throw unknownFormat()
  return {
    format: first.format,
    async *conversations() {
      let ordinal = -1
      for (const { document, format } of told) {
        for await (const found of readers[format]({ chunks: document.open, uploadedAt })) {
          if (!found.continued) ordinal += 1
          yield { ...found, ordinal }
        }
      }
    },
  }
}
