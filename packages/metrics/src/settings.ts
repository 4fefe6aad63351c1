import { Type } from 'typebox'

/** Where an operator reads the metrics of a process; part of every service's configuration schema. */
export const metricsSettings = {
  /** Address of the metrics' own listener; containers set 0.0.0.0. */
  METRICS_HOST: Type.String({ default: '127.0.0.1' }),
  /** Its port, apart from the service's own and never published; none: metrics are not served. */
  METRICS_PORT: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
}

export interface MetricsSettings {
  METRICS_HOST: string
  METRICS_PORT?: number
}
