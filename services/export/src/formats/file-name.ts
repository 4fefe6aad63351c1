import type { Compression } from './compression.ts'
import { compressedExtensions } from './compression.ts'
import type { Format } from './format.ts'

/** Name of an exported file, such as `会话-2026-03-01.json.gz`; characters file systems refuse are replaced. */
export function fileName(name: string, format: Format, compression: Compression): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must go
  const safe = name.replaceAll(/[\u0000-\u001f\u007f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]+/g, ' ').trim()
  const short = [...safe]
    .slice(0, 80)
    .join('')
    .replace(/^\.+|[. ]+$/g, '')
  return `${short || 'export'}.${format}${compressedExtensions[compression]}`
}

/**
 * Content-Disposition for a download, RFC 6266: an ASCII name for old clients and the true one in the
 * encoding of RFC 8187.
 */
export function attachment(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replaceAll(/[^\x20-\x7e]+/g, '_')
    .replaceAll(/["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
