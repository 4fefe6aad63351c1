/**
 * Content-Disposition for a download, RFC 6266: an ASCII name for old clients and the true one in the
 * encoding of RFC 8187.
 */
export function attachment(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replaceAll(/[^\x20-\x7e]+/g, '_')
    // The decomposition makes path signs of wide ones.
    .replaceAll(/["\\%/:*?<>|]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
