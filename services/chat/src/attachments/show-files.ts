import { sendRequest } from '@lingzhi/bus/request'
import { FileNotFound, FileNotReady } from '@lingzhi/contracts/file-problems'
import { DescribeFiles } from '@lingzhi/contracts/files'
import type { Deps } from '../deps.ts'
import type { AttachedFile } from './attached-file.ts'
import { picturesOf } from './attached-file.ts'
import { readAttachment } from './read-attachment.ts'

/** Of the text of one file. */
const textCharsMax = 60_000

type ContentPart = { type: 'text'; text: string } | { type: 'image_url'; image_url: { url: string } }

/**
 * A person's files as a model is shown them, in their order: pictures and pages of scanned PDF as data parts, text as text. Raises
 * FILE_NOT_FOUND, FILE_NOT_READY, SERVICE_UNAVAILABLE, and the signal's reason.
 */
export async function showFiles(
  deps: Pick<Deps, 'bus'>,
  userId: string,
  fileIds: readonly string[],
  signal: AbortSignal,
): Promise<{ parts: ContentPart[]; hasPictures: boolean }> {
  const { files } = await sendRequest(deps.bus, DescribeFiles, {
    user_id: userId,
    file_ids: [...new Set(fileIds)],
  })
  if (files.some(({ status }) => status !== 'ready')) throw FileNotReady()
  const shown = await Promise.all(files.map((file) => partsOf(file)))
  const parts = shown.flat()
  return { parts, hasPictures: parts.some(({ type }) => type === 'image_url') }

  async function partsOf(file: AttachedFile): Promise<ContentPart[]> {
    const wanted = { userId, fileId: file.id }
    if (file.has_text) {
      const bytes = await readAttachment(deps, { ...wanted, variant: 'text' }, signal)
      if (!bytes) throw FileNotFound()
      const text = bytes.toString().replaceAll('\f', '\n\n').slice(0, textCharsMax).toWellFormed()
      return [{ type: 'text', text: `《${file.name}》\n${text}` }]
    }
    const pictures = picturesOf(file).map(async ({ page }) => {
      const bytes = await readAttachment(deps, { ...wanted, variant: 'model-image', page }, signal)
      return bytes && `data:image/jpeg;base64,${bytes.toString('base64')}`
    })
    const urls = (await Promise.all(pictures)).filter((url) => url !== undefined)
    if (urls.length === 0) throw FileNotFound()
    return urls.map((url) => ({ type: 'image_url', image_url: { url } }))
  }
}
