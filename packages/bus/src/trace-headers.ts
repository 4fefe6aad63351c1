import { continueTrace, currentTrace, inTrace } from '@lingzhi/runtime/trace'
import type { MsgHdrs } from 'nats'
import { headers } from 'nats'

const name = 'traceparent'

/** Publish options that let a message carry a trace (W3C Trace Context); by default the current one. */
export function withTrace(traceparent: string | null | undefined = currentTrace()): { headers?: MsgHdrs } {
  if (!traceparent) return {}
  const carried = headers()
  carried.set(name, traceparent)
  return { headers: carried }
}

/** Does work within the trace that a message carries, or a new one. */
export const inTraceOf = <T>(msg: { headers?: MsgHdrs }, work: () => T): T =>
  inTrace(continueTrace(msg.headers?.get(name)), work)
