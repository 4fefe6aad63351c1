import type { PDFDocumentProxy, PDFPageProxy } from 'unpdf/pdfjs'
import { isTooLarge } from '../uploads/pixels.ts'

/** Pages of a scanned PDF that a model may be shown. */
const pagesShownMax = 5

/** Pixels as rows from the top left, a byte for each channel. */
export interface Pixels {
  data: Uint8Array
  width: number
  height: number
  channels: 1 | 3 | 4
}

/** As pdf.js hands out a picture of a page. */
interface Painted {
  data?: Uint8ClampedArray
  width: number
  height: number
}

/**
 * The largest picture of each of the first pages of a PDF, which of a scanned one is the page itself. Pages without one, and
 * pictures with too many pixels, are left out.
 */
export async function pagePictures(document: PDFDocumentProxy, paintOperator: number): Promise<Pixels[]> {
  const pages: Pixels[] = []
  for (let number = 1; number <= Math.min(document.numPages, pagesShownMax); number++) {
    const page = await document.getPage(number)
    const found = await largestOf(page, paintOperator)
    if (found) pages.push(found)
    page.cleanup()
  }
  return pages
}

async function largestOf(page: PDFPageProxy, paintOperator: number): Promise<Pixels | undefined> {
  const { fnArray, argsArray } = await page.getOperatorList()
  let largest: Pixels | undefined
  for (const [at, operator] of fnArray.entries()) {
    if (operator !== paintOperator) continue
    const key = String(argsArray[at][0])
    const painted = await new Promise<Painted | null>((resolve) =>
      (key.startsWith('g_') ? page.commonObjs : page.objs).get(key, resolve),
    )
    const pixels = painted && toPixels(painted)
    if (pixels && pixels.width * pixels.height > (largest?.width ?? 0) * (largest?.height ?? 0))
      largest = pixels
  }
  return largest
}

/** Undefined for what is too large, and for a form that pictures of scanners do not have. */
function toPixels({ data, width, height }: Painted): Pixels | undefined {
  if (!data || isTooLarge({ width, height })) return undefined
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  const channels = bytes.length / (width * height)
  if (channels === 1 || channels === 3 || channels === 4) return { data: bytes, width, height, channels }
  return bytes.length === Math.ceil(width / 8) * height
    ? { data: bitsToBytes(bytes, width, height), width, height, channels: 1 }
    : undefined
}

/** Black and white, as fax and many scanners have it, comes with eight pixels a byte. */
function bitsToBytes(bits: Uint8Array, width: number, height: number): Uint8Array {
  const row = Math.ceil(width / 8)
  const bytes = new Uint8Array(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (bits[y * row + (x >> 3)]! & (0x80 >> (x & 7))) bytes[y * width + x] = 255
  return bytes
}
