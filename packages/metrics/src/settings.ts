import { Type } from 'typebox'

/** Where the metrics of a process are served; part of every service's configuration schema. */
export const metricsSettings = {
  METRICS_HOST: Type.String({
    default: '127.0.0.1',
    description: "Address of the metrics' own listener; :: in the images.",
  }),
  METRICS_PORT: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 65_535,
      description:
        "Port of the metrics, apart from the service's own and never published; not set: metrics are not served. `npm start` takes it as the gateway's and gives the other processes the ports after it.",
    }),
  ),
}

export interface MetricsSettings {
  METRICS_HOST: string
  METRICS_PORT?: number
}
