import { currentTrace, inTrace } from '@lingzhi/runtime/trace'
import type * as conventions from '@opentelemetry/semantic-conventions/incubating'

type Conventions = typeof conventions
/** The names that OpenTelemetry's semantic conventions define: types alone, so that nothing of theirs is loaded. */
type StandardName = Extract<Conventions[Extract<keyof Conventions, `ATTR_${string}`>], string>

/**
 * What a span says. Values come from a closed set, as the labels of metrics do: a route's pattern, a subject, a statement with
 * placeholders, a configured name; never a text, an id, an address or a secret of anybody's.
 */
export type Attributes = {
  [name in StandardName | `lingzhi.${string}`]?: string | number | boolean | undefined
}

export type SpanKind = 'server' | 'client' | 'producer' | 'consumer' | 'internal'

export interface Span {
  /** For whatever this span causes: a message, a request to another service. */
  readonly traceparent: string
  set: (attributes: Attributes) => void
  /** Marks it as failed, by the kind of the error, or by a word, and never by the error's own words. */
  fail: (error: unknown) => void
  end: () => void
}

export interface SpanStart {
  name: string
  kind: SpanKind
  attributes?: Attributes
  /** Traceparent of what caused it; undefined begins a trace. */
  parent: string | undefined
  /** Milliseconds since 1970; now, if left out. */
  startMs?: number
}

export type BeginSpan = (start: SpanStart) => Span

// The tracer belongs to the process, as its metrics do: as a parameter it would pass through every function in between.
let begin: BeginSpan | undefined

/** Sets what makes spans, or with undefined that none are made, as it is until then. */
export const useTracer = (next: BeginSpan | undefined): void => {
  begin = next
}

/** Whether spans are made, for what would cost something to find out. */
export const isTraced = (): boolean => begin !== undefined

/**
 * Begins a span, which its caller ends; undefined where no spans are made. By default it belongs to the current trace, and only a
 * request or message that arrives begins a trace: what a service does by itself, as every second, is no one's.
 */
export function beginSpan(
  kind: SpanKind,
  name: string,
  attributes?: Attributes,
  parent: string | undefined = currentTrace(),
): Span | undefined {
  if (begin === undefined) return undefined
  if (parent === undefined && kind !== 'server' && kind !== 'consumer') return undefined
  return begin({ name, kind, attributes, parent })
}

/** Does work as a span of the current trace, to which everything belongs that the work causes. */
export async function inSpan<T>(
  kind: SpanKind,
  name: string,
  attributes: Attributes,
  work: (span?: Span) => Promise<T>,
): Promise<T> {
  const span = beginSpan(kind, name, attributes)
  return span ? inTrace(span.traceparent, () => endAfter(span, () => work(span))) : work()
}

/** Ends a span with the work. */
export async function endAfter<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (err) {
    span.fail(err)
    throw err
  } finally {
    span.end()
  }
}

/** A span of the current trace that has just ended, after so many milliseconds. */
export function recordSpan(
  kind: SpanKind,
  name: string,
  attributes: Attributes,
  { elapsedMs, error }: { elapsedMs: number; error?: unknown },
): void {
  const parent = currentTrace()
  if (begin === undefined || parent === undefined) return
  const startMs = performance.timeOrigin + performance.now() - elapsedMs
  const span = begin({ name, kind, attributes, parent, startMs })
  if (error !== undefined) span.fail(error)
  span.end()
}
