import type { Compression } from './compression.ts'
import { compressedExtensions } from './compression.ts'
import type { Format } from './format.ts'

/** What file systems refuse, and what a reader does not see: controls, path signs, direction marks, invisible characters. */
const refused =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must go
  /[\u0000-\u001f\u007f-\u009f<>:"/\\|?*\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffc-\uffff]+/g
/** Names that Windows keeps for devices, whatever extension follows. */
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\s*(?:\.|$))/i
/** File systems hold 255 bytes; the extensions and a browser's ` (1)` come on top. */
const bytesMax = 200
const graphemes = new Intl.Segmenter()

/** Name of an exported file, such as `会话-2026-03-01.json.gz`; characters file systems refuse are replaced. */
export function fileName(name: string, format: Format, compression: Compression): string {
  let short = ''
  let bytes = 0
  for (const { segment } of graphemes.segment(name.slice(0, 400).toWellFormed().replaceAll(refused, ' '))) {
    bytes += Buffer.byteLength(segment)
    if (bytes > bytesMax) break
    short += segment
  }
  const safe = short.replace(/^[. ]+|[. ]+$/g, '').replace(device, '_$&')
  return `${safe || 'export'}.${format}${compressedExtensions[compression]}`
}
