import { AsyncLocalStorage } from 'node:async_hooks'
import { randomFillSync } from 'node:crypto'

const wellFormed = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(?:-.*)?$/

/** The parts of a traceparent (W3C Trace Context, level 1); undefined when there is none or it is malformed. */
export function readTrace(given: string | string[] | undefined) {
  const [, traceId, spanId, flags] = (typeof given === 'string' && wellFormed.exec(given)) || []
  if (!traceId || !spanId || !flags) return undefined
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) }
}

/**
 * The traceparent of this hop: continues the caller's trace under a span of our own, or starts one, sampled, when there
 * is none or it is malformed.
 */
export function continueTrace(given: string | string[] | undefined): string {
  const [, traceId = hex(32), , flags = '01'] = (typeof given === 'string' && wellFormed.exec(given)) || []
  return `00-${traceId}-${hex(16)}-${flags}`
}

/** The same trace, of which from here on nothing is recorded. */
export const unrecorded = (traceparent: string): string => `${traceparent.slice(0, -2)}00`

/** The trace id in a traceparent made by continueTrace. */
export const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35)

// Ambient, because only the two ends of a call need it (the request that came in, the message or log line that goes
// out), and as a parameter it would pass through every function in between.
const traces = new AsyncLocalStorage<string>()

/** Runs `work`, and all it starts, on behalf of this traceparent. */
export const inTrace = <T>(traceparent: string, work: () => T): T => traces.run(traceparent, work)

/** The current traceparent, for every message sent on its behalf; undefined outside a trace. */
export const currentTrace = (): string | undefined => traces.getStore()

// Drawn many at a time: asking the system for 24 bytes costs as much as for thousands.
const drawn = Buffer.allocUnsafeSlow(6_144)
let used = drawn.length

/** So many random hexadecimal digits. */
function hex(length: number): string {
  if (used + length / 2 > drawn.length) {
    randomFillSync(drawn)
    used = 0
  }
  const from = used
  used += length / 2
  return drawn.toString('hex', from, used)
}
