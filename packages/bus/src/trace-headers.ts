import { currentTrace } from '@lingzhi/runtime/trace'
import type { MsgHdrs } from 'nats'
import { headers } from 'nats'

const name = 'traceparent'

/** Publish options with which a message carries a trace (W3C Trace Context). */
export interface Carried {
  headers?: MsgHdrs
}

/** Lets a message carry a trace; by default the current one. */
export function withTrace(traceparent: string | undefined = currentTrace()): Carried {
  if (!traceparent) return {}
  const carried = headers()
  carried.set(name, traceparent)
  return { headers: carried }
}

/** The trace that a message carries; undefined when it carries none. */
export const traceIn = (msg: Carried): string | undefined => msg.headers?.get(name) || undefined
