import { currentTrace } from '@lingzhi/runtime/trace'
import { beginSpan, endAfter } from '@lingzhi/tracing/span'
import type { Carried } from './trace-headers.ts'
import { withTrace } from './trace-headers.ts'

/** Sends a message that carries a trace, by default the current one: under a span of its own where spans are made. */
export function sending<T>(
  kind: 'producer' | 'client',
  subject: string,
  send: (trace: Carried) => Promise<T>,
  traceparent: string | undefined = currentTrace(),
): Promise<T> {
  const verb = kind === 'producer' ? 'send' : 'request'
  const attributes = {
    'messaging.system': 'nats',
    'messaging.operation.name': verb,
    'messaging.operation.type': 'send',
    'messaging.destination.name': subject,
  }
  const span = beginSpan(kind, `${verb} ${subject}`, attributes, traceparent)
  return span
    ? endAfter(span, () => send(withTrace(span.traceparent)))
    : send(traceparent ? withTrace(traceparent) : {})
}
