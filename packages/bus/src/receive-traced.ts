import { continueTrace, inTrace } from '@lingzhi/runtime/trace'
import type { Span } from '@lingzhi/tracing/span'
import { beginSpan, endAfter } from '@lingzhi/tracing/span'
import type { Carried } from './trace-headers.ts'
import { traceIn } from './trace-headers.ts'

interface Received {
  kind: 'consumer' | 'server'
  subject: string
  /** The consumer's durable name. */
  consumer?: string
}

/** Does work within the trace that a message carries, or a new one: under a span of its own where spans are made. */
export function receiving<T>(
  msg: Carried,
  { kind, subject, consumer }: Received,
  work: (span?: Span) => Promise<T>,
): Promise<T> {
  const given = traceIn(msg)
  const verb = kind === 'consumer' ? 'process' : 'serve'
  const attributes = {
    'messaging.system': 'nats',
    'messaging.operation.name': verb,
    'messaging.operation.type': 'process',
    'messaging.destination.name': subject,
    'messaging.consumer.group.name': consumer,
  }
  const span = beginSpan(kind, `${verb} ${subject}`, attributes, given)
  if (!span) return inTrace(continueTrace(given), work)
  return inTrace(span.traceparent, () => endAfter(span, () => work(span)))
}
