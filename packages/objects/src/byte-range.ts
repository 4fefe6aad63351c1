export interface ByteRange {
  /** First and last byte, both included. */
  first: number
  last: number
}

/**
 * Reads a Range header (RFC 9110, section 14) for a file of this size. `whole` when there is none, or one we may
 * ignore: another unit, several ranges, nonsense. `unsatisfiable` when it lies outside the file.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | 'whole' | 'unsatisfiable' {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (!parts) return 'whole'
  const [, from = '', to = ''] = parts
  if (from === '') {
    if (to === '') return 'whole'
    const length = Math.min(Number(to), size)
    return length === 0 ? 'unsatisfiable' : { first: size - length, last: size - 1 }
  }
  const first = Number(from)
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (to !== '' && Number(to) < first) return 'whole'
  return first >= size ? 'unsatisfiable' : { first, last }
}
