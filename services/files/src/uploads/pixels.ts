import type { Kind } from './sniff.ts'

export const pixelsMax = 40_000_000
const sideMax = 12_000

interface Size {
  width: number
  height: number
}

/** Whether a picture is larger than anybody needs, and than its decoder should ever see. */
export const isTooLarge = ({ width, height }: Size): boolean =>
  width > sideMax || height > sideMax || width * height > pixelsMax

/**
 * Width and height as a picture's header tells them, null where the beginning does not hold them: a picture of 600 kB may
 * decode to 600 MB, and is refused here without a decoder, and without a process for one.
 */
export function pixelsOf(kind: Kind, head: Buffer): Size | null {
  try {
    if (kind === 'image/png') return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) }
    if (kind === 'image/gif') return { width: head.readUInt16LE(6), height: head.readUInt16LE(8) }
    if (kind === 'image/webp') return webpPixels(head)
    if (kind === 'image/jpeg') return jpegPixels(head)
  } catch {
    // Shorter than its own header: the decoder will say so.
  }
  return null
}

/** https://developers.google.com/speed/webp/docs/riff_container */
function webpPixels(head: Buffer): Size | null {
  const form = head.toString('latin1', 12, 16)
  if (form === 'VP8X') return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 }
  if (form === 'VP8 ')
    return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff }
  if (form !== 'VP8L') return null
  const bits = head.readUInt32LE(21)
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
}

/** The first frame header among the segments (ITU-T T.81, B.1.1). */
function jpegPixels(head: Buffer): Size | null {
  for (let at = 2; at + 9 < head.length; ) {
    if (head[at] !== 0xff) return null
    const marker = head[at + 1]!
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { width: head.readUInt16BE(at + 7), height: head.readUInt16BE(at + 5) }
    at += 2 + head.readUInt16BE(at + 2)
  }
  return null
}
