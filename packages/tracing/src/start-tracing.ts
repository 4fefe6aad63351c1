import type { Logger } from '@lingzhi/runtime/logger'
import type { TracingSettings } from './settings.ts'
import { useTracer } from './span.ts'

export interface Tracing {
  /** Sends what waits, for a second at most; no spans are made afterwards. */
  close: () => Promise<void>
}

/**
 * Begins to make spans where a collector is set; otherwise nothing of OpenTelemetry is even loaded. A collector that is away
 * costs its spans and nothing else: they wait in a bounded queue, and no request waits for them.
 */
export async function startTracing(
  service: string,
  settings: TracingSettings,
  log: Logger,
): Promise<Tracing> {
  const url = collectorOf(settings)
  if (url === undefined || settings.OTEL_SDK_DISABLED) return { close: async () => {} }
  const { openTracer } = await import('./open-tracer.ts')
  const tracer = await openTracer(service, url, settings, log)
  useTracer(tracer.begin)
  log.info({ collector: new URL(url).host }, 'traces are sent')
  return {
    close: async () => {
      useTracer(undefined)
      await tracer.close()
    },
  }
}

function collectorOf({
  OTEL_EXPORTER_OTLP_ENDPOINT: base,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: whole,
}: TracingSettings): string | undefined {
  return whole ?? (base && `${base.replace(/\/+$/, '')}/v1/traces`)
}
