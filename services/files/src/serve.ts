import type { Serving } from '@lingzhi/bus/request'
import { serve } from '@lingzhi/bus/request'
import { serveBytes } from '@lingzhi/bus/request-bytes'
import { DescribeFiles, ReadFile } from '@lingzhi/contracts/files'
import type { Static } from 'typebox'
import { readableFile } from './catalogue/own-file.ts'
import type { StoredFile } from './database.ts'
import type { Deps } from './deps.ts'
import { readPicture, readText, readVariant } from './downloads/read-variant.ts'
import { describeFiles } from './references/describe-files.ts'

/** The requests of other services that files serves. */
export function serveFiles(deps: Deps): Serving[] {
  return [
    serve(deps.bus, DescribeFiles, (asked) => describeFiles(deps, asked)),
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
