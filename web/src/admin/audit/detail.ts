export interface Fact {
  name: string
  value: string
}

/**
 * The detail of an audit entry as lines one can read: nested values are told by their path, what changed as before → after,
 * long lists by their first members and how many there are.
 */
export function factsOf(detail: Record<string, unknown>): Fact[] {
  const { from, to, ...rest } = detail
  const changes = isObject(from) && isObject(to) ? changed(from, to) : []
  const others = changes.length > 0 ? rest : detail
  return [...changes, ...Object.entries(others).flatMap(([name, value]) => told(name, value))]
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const changed = (from: Record<string, unknown>, to: Record<string, unknown>): Fact[] =>
  [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((name) =>
    from[name] === to[name] ? [] : { name, value: `${plain(from[name])} → ${plain(to[name])}` },
  )

function told(name: string, value: unknown): Fact[] {
  if (isObject(value)) return Object.entries(value).flatMap(([inner, one]) => told(`${name}.${inner}`, one))
  return [{ name, value: plain(value) }]
}

const shownMax = 3

function plain(value: unknown): string {
  if (!Array.isArray(value)) return typeof value === 'string' ? value : JSON.stringify(value ?? null)
  const shown = value.slice(0, shownMax).map(plain).join(', ')
  return value.length > shownMax ? `${shown} … (${value.length})` : shown
}
