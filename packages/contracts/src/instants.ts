const [first, last] = ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'].map((at) => Date.parse(at)) as [
  number,
  number,
]

/**
 * Whether a text of the format `date-time` is an instant of the clocks here: RFC 3339 knows leap seconds, which neither `Date` nor
 * PostgreSQL does to the fraction, and zones that lead out of the years of four digits.
 */
export function isInstant(text: string): boolean {
  const at = Date.parse(text)
  return at >= first && at <= last
}
