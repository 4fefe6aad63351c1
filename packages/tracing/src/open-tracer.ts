import { randomUUID } from 'node:crypto'
import type { Logger } from '@lingzhi/runtime/logger'
import { readTrace } from '@lingzhi/runtime/trace'
import { within } from '@lingzhi/runtime/within'
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import type { Sampler } from '@opentelemetry/sdk-trace'
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import { openExporter } from './open-exporter.ts'
import { readPairs } from './read-pairs.ts'
import type { TracingSettings } from './settings.ts'
import type { BeginSpan } from './span.ts'

interface OpenTracer {
  begin: BeginSpan
  close: () => Promise<void>
}

const kinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
}

/** Characters of a value: enough for the start of a statement. */
const valueCharsMax = 1_024
/** Longest a process that ends waits for its last spans to be taken. */
const closeMaxMs = 1_000

/** The only file, with the exporter, that knows OpenTelemetry's SDK: it is imported when a collector is set. */
export async function openTracer(
  service: string,
  url: string,
  settings: TracingSettings,
  log: Logger,
): Promise<OpenTracer> {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      ...readPairs(settings.OTEL_RESOURCE_ATTRIBUTES),
      'service.namespace': 'lingzhi',
      'service.name': service,
      'service.instance.id': randomUUID(),
    }),
    sampler: samplerOf(settings),
    spanLimits: { attributeValueLengthLimit: valueCharsMax, attributeCountLimit: 32, linkCountLimit: 0 },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: await openExporter(url, settings, log),
        maxQueueSize: settings.OTEL_BSP_MAX_QUEUE_SIZE,
        scheduledDelayMillis: settings.OTEL_BSP_SCHEDULE_DELAY,
        exportTimeoutMillis: settings.OTEL_EXPORTER_OTLP_TIMEOUT,
      }),
    ],
  })
  const tracer = provider.getTracer('lingzhi')
  return {
    begin: ({ name, kind, attributes, parent, startMs }) => {
      const given = readTrace(parent)
      const context = given
        ? trace.setSpanContext(ROOT_CONTEXT, { ...given, isRemote: kind === 'server' || kind === 'consumer' })
        : ROOT_CONTEXT
      const span = tracer.startSpan(name, { kind: kinds[kind], attributes, startTime: startMs }, context)
      const { traceId, spanId, traceFlags } = span.spanContext()
      return {
        traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
        set: (more) => void span.setAttributes(more),
        fail: (error) => {
          span.setAttribute('error.type', kindOf(error))
          span.setStatus({ code: SpanStatusCode.ERROR })
        },
        end: () => span.end(),
      }
    },
    close: () =>
      within(closeMaxMs, provider.shutdown(), 'the collector is slow').catch(() => {
        log.warn('the last traces could not be sent')
      }),
  }
}

/** A problem's or the system's code, or the class: an error's words may hold what somebody wrote. */
function kindOf(error: unknown): string {
  if (typeof error === 'string') return error
  if (!(error instanceof Error)) return typeof error
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : error.name
}

function samplerOf({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: share }: TracingSettings): Sampler {
  const [, parentBased, own] = /^(parentbased_)?(.*)$/.exec(name)!
  const root =
    own === 'traceidratio'
      ? new TraceIdRatioBasedSampler(share)
      : own === 'always_off'
        ? new AlwaysOffSampler()
        : new AlwaysOnSampler()
  return parentBased ? new ParentBasedSampler({ root }) : root
}
