import type { ModelMessage } from '@lingzhi/model-client/model-events'
import { picturesOf, pictureTokens } from '../attachments/attached-file.ts'
import { readAttachment } from '../attachments/read-attachment.ts'
import type { Deps } from '../deps.ts'
import type { FilesSubject } from './context-subject.ts'
import type { Part } from './part.ts'
import type { ToldMessage } from './tool-history.ts'

/** Pictures in one request; of more, the newest. */
const shownMax = 9

/** A picture of a message, by where it is read. */
export interface Picture {
  fileId: string
  name: string
  page?: number | undefined
  tokens: number
}

/** A message, and the pictures that a model is to be shown with it. */
export interface Illustrated extends ModelMessage {
  pictures?: Picture[]
}

/** A conversation with its newest pictures, each with what it takes of the window. */
export function illustrate(conversation: readonly ToldMessage[]): Illustrated[] {
  let left = shownMax
  return conversation
    .toReversed()
    .map(({ files = [], ...message }): Illustrated => {
      const all = files.flatMap((file) =>
        picturesOf(file).map((picture) => ({
          fileId: file.id,
          name: file.name,
          page: picture.page,
          tokens: pictureTokens(picture),
        })),
      )
      const pictures = all.slice(0, left)
      left -= pictures.length
      return { ...message, ...(pictures.length > 0 && { pictures }) }
    })
    .toReversed()
}

export const hasPictures = (messages: readonly Illustrated[]): boolean =>
  messages.some(({ pictures }) => pictures !== undefined)

/** The messages as a model takes them, and which of their pictures were there. */
export async function loadPictures(
  deps: Pick<Deps, 'bus'>,
  { userId, signal }: FilesSubject,
  messages: readonly Illustrated[],
): Promise<{ show: (messages: readonly Illustrated[]) => ModelMessage[]; parts: Part[] }> {
  const wanted = messages.flatMap(({ pictures }) => pictures ?? [])
  const loaded = new Map<Picture, string>()
  const load = async (picture: Picture) => {
    const { fileId, page } = picture
    if (userId === null) return
    const bytes = await readAttachment(deps, { userId, fileId, variant: 'model-image', page }, signal)
    if (bytes) loaded.set(picture, `data:image/jpeg;base64,${bytes.toString('base64')}`)
  }
  await Promise.all(wanted.map(load))
  return {
    show: (messages) =>
      messages.map(({ pictures = [], ...message }) => {
        const urls = pictures.flatMap((picture) => loaded.get(picture) ?? [])
        if (urls.length === 0) return message
        const images = urls.map((url) => ({ type: 'image_url', image_url: { url } }))
        return { ...message, content: [{ type: 'text', text: message.content }, ...images] }
      }),
    parts: wanted.map((picture) => ({
      kind: 'file',
      id: picture.fileId,
      name: picture.page === undefined ? picture.name : `${picture.name} #${picture.page}`,
      text: '',
      ...(loaded.has(picture) ? { tokens: picture.tokens } : { cut: 'left-out' as const }),
    })),
  }
}
