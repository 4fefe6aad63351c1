import { createHash } from 'node:crypto'

/**
 * Who something from elsewhere is: a digest of where it comes from and what it is called there, as a UUID of one's own making
 * (RFC 9562, version 8). The same parts always give the same one.
 */
export const originKey = (...parts: (string | number)[]): string => originKeyOf(parts)

/** The same of a list, which may be longer than a function takes arguments. */
export function originKeyOf(parts: readonly (string | number)[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest()
  digest[6] = (digest[6]! & 0x0f) | 0x80
  digest[8] = (digest[8]! & 0x3f) | 0x80
  const hex = digest.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
