import type { Serving } from '@lingzhi/bus/request'
import { serve } from '@lingzhi/bus/request'
import { requestBytes, serveBytes } from '@lingzhi/bus/request-bytes'
import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { DescribeFiles, HandedInBytes, ReadFile, StoreFile } from '@lingzhi/contracts/files'
import { createSlots } from '@lingzhi/runtime/slots'
import type { Static } from 'typebox'
import { readableFile } from './catalogue/own-file.ts'
import type { Config } from './config.ts'
import type { StoredFile } from './database.ts'
import type { Deps } from './deps.ts'
import { readPicture, readText, readVariant } from './downloads/read-variant.ts'
import { describeFiles } from './references/describe-files.ts'
import { receiveFile } from './uploads/receive-file.ts'

/** The requests of other services that files serves. */
export function serveFiles(deps: Deps, config: Config): Serving[] {
  const refuse = () => ServiceUnavailable({ retryAfterS: 10 })
  const slots = createSlots(config.FILES_UPLOADS_MAX, { waitingMax: 100, refuse })
  return [
    serve(deps.bus, DescribeFiles, (asked) => describeFiles(deps, asked)),
    serve(deps.bus, StoreFile, (asked) => slots.run(() => storeFile(deps, config, asked))),
    serveBytes(deps.bus, ReadFile, async ({ user_id, file_id, variant, page }, send) => {
      const file = await readableFile(deps.db, file_id, user_id)
      const pieces = await read(deps, file, variant, page)
      for (const piece of pieces) send(piece)
      const media_type = { original: file.media_type, 'model-image': 'image/jpeg', text: 'text/plain' }[
        variant
      ]
      return { media_type, bytes: pieces.reduce((sum, piece) => sum + piece.length, 0) }
    }),
  ]
}

async function read(
  deps: Deps,
  file: StoredFile,
  variant: Static<typeof ReadFile.request>['variant'],
  page?: number,
): Promise<Buffer[]> {
  if (variant === 'text') return [Buffer.from(await readText(deps, file, page))]
  return variant === 'model-image' ? readPicture(deps, file, page) : readVariant(deps, file, variant)
}

async function storeFile(
  deps: Deps,
  config: Config,
  { user_id, name, handed_in, reference }: Static<typeof StoreFile.request>,
) {
  const { pieces } = await requestBytes(deps.bus, HandedInBytes.of(handed_in), {})
  async function* bytes() {
    yield* pieces
  }
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const upload = { name, fields: {}, bytes: bytes(), size }
  const { file, isExisting } = await receiveFile(deps, config, user_id, upload)
  // One of before is kept as it was, until it is really used.
  if (!isExisting) await describeFiles(deps, { user_id, file_ids: [file.id], reference })
  return { file_id: file.id }
}
