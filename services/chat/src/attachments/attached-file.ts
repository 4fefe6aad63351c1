import { Nullable } from '@lingzhi/contracts/shapes'
import type { Static } from 'typebox'
import { Type } from 'typebox'

/** A file of a question, as it was then. */
export const AttachedFile = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    media_type: Type.String(),
    bytes: Type.Integer(),
    width: Nullable(Type.Integer(), { description: 'Of a picture, in pixels.' }),
    height: Nullable(Type.Integer()),
    pages: Nullable(Type.Integer(), { description: 'Of a PDF.' }),
    has_text: Type.Boolean({ description: 'Whether a model is shown its text.' }),
  },
  { title: 'AttachedFile' },
)
export type AttachedFile = Static<typeof AttachedFile>

/** Most files of one question. */
export const filesMax = 9

/** Pages of a PDF without text that a model is shown as pictures. */
const pagesShownMax = 5

/** What of a file a model is shown as pictures: itself, or pages of a scanned PDF; empty for text. */
export function picturesOf(file: AttachedFile): { page?: number; width: number; height: number }[] {
  if (file.media_type.startsWith('image/')) {
    return [{ width: file.width ?? modelSide, height: file.height ?? modelSide }]
  }
  if (file.has_text || file.pages === null) return []
  return Array.from({ length: Math.min(file.pages, pagesShownMax) }, (_, at) => ({
    page: at + 1,
    width: modelSide,
    height: modelSide,
  }))
}

/** The longest side of a picture that a model is shown. */
const modelSide = 1_568
const tileSide = 512

/** What a picture takes of a model's window, by its tiles, as OpenAI counts them; other providers count less. */
export function pictureTokens({ width, height }: { width: number; height: number }): number {
  const scale = Math.min(1, modelSide / Math.max(width, height))
  const tiles = (side: number) => Math.max(1, Math.ceil((side * scale) / tileSide))
  return 85 + 170 * tiles(width) * tiles(height)
}
