export type LogLine = {
  program: string
  text: string
  /** What pino wrote; undefined for a line of something else. */
  record: Record<string, unknown> | undefined
  /** Milliseconds since 1970; undefined where the line does not say. */
  at: number | undefined
}

/** `since`: milliseconds since 1970; `request`: a text that the line has, such as the id of a request. */
export type WantedLines = {
  program?: string | undefined
  since?: number | undefined
  request?: string | undefined
}

/** The line as it is told; undefined when it is not wanted. */
export function wantedLine(
  program: string,
  text: string,
  { since, request }: WantedLines,
): LogLine | undefined {
  // The cheap look first: a log may have 50 MB.
  if (request && !text.includes(request)) return undefined
  const record = parse(text)
  const at = instantOf(record?.time)
  if (since !== undefined && at !== undefined && at < since) return undefined
  return { program, text, record, at }
}

function parse(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function instantOf(time: unknown): number | undefined {
  if (typeof time === 'number') return time
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}
