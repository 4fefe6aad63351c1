import { counter } from '@lingzhi/metrics/instruments'
import type { Logger } from '@lingzhi/runtime/logger'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import { readPairs } from './read-pairs.ts'
import type { TracingSettings } from './settings.ts'

const sent = counter(
  'lingzhi_trace_spans_total',
  'Spans that the collector took, and those lost because it did not.',
  ['outcome'],
)

/** Sends spans to the collector over HTTP. Logs once when that begins to fail, and once when it works again. */
export async function openExporter(
  url: string,
  settings: TracingSettings,
  log: Logger,
): Promise<SpanExporter> {
  const exporter = await openOtlp(url, settings)
  let fails = false
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const taken = result.error === undefined && result.code === 0
        sent.inc({ outcome: taken ? 'sent' : 'lost' }, spans.length)
        if (fails === taken) {
          if (taken) log.info('the collector takes traces again')
          else log.warn({ why: result.error?.message }, 'the collector does not take traces; they are lost')
        }
        fails = !taken
        done(result)
      }),
    shutdown: () => exporter.shutdown(),
  }
}

async function openOtlp(url: string, settings: TracingSettings): Promise<SpanExporter> {
  const options = {
    url,
    headers: readPairs(settings.OTEL_EXPORTER_OTLP_HEADERS),
    timeoutMillis: settings.OTEL_EXPORTER_OTLP_TIMEOUT,
    // One batch at a time is sent, and one more at the end.
    concurrencyLimit: 2,
  }
  const { OTLPTraceExporter } =
    settings.OTEL_EXPORTER_OTLP_PROTOCOL === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto')
  return new OTLPTraceExporter(options)
}
