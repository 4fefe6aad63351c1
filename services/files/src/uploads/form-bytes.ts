/**
 * How large the file of a form is, from the length of the body and where the file begins in it: room for it is taken before its
 * bytes are. Exact where the file comes last, as forms of browsers and curl have it; too much where fields follow. Undefined
 * without a length.
 */
export function fileBytesOf(
  headers: { 'content-length'?: string | undefined; 'content-type'?: string | undefined },
  head: Buffer,
): number | undefined {
  const whole = Number(headers['content-length'] ?? Number.NaN)
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(headers['content-type'] ?? '') ?? []
  const boundary = quoted ?? plain
  const named = /filename\*?=/i.exec(head.toString('latin1'))
  const start = named ? head.indexOf('\r\n\r\n', named.index) : -1
  if (!Number.isSafeInteger(whole) || boundary === undefined || start < 0) return undefined
  const closing = `\r\n--${boundary}--\r\n`.length
  return Math.max(0, whole - (start + 4) - closing)
}
