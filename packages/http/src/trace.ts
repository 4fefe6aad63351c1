import { randomUUID } from 'node:crypto'

const wellFormed = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-([\da-f]{2})(?:-.*)?$/

/**
 * The traceparent of this hop (W3C Trace Context, level 1): continues the caller's trace under a span of our
 * own, or begins one, sampled, when there is none or it is malformed.
 */
export function continueTrace(given: string | string[] | undefined): string {
  const [, traceId = hex(32), flags = '01'] = (typeof given === 'string' && wellFormed.exec(given)) || []
  return `00-${traceId}-${hex(16)}-${flags}`
}

/** The trace id in a traceparent made by continueTrace. */
export const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35)

const hex = (length: number): string => randomUUID().replaceAll('-', '').slice(-length)
