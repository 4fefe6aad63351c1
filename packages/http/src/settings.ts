import { metricsSettings } from '@lingzhi/metrics/settings'
import { logSettings } from '@lingzhi/runtime/settings'
import { tracingSettings } from '@lingzhi/tracing/settings'
import { Type } from 'typebox'

/** Settings of a service's HTTP side; spread into its configuration schema. */
export const listenSettings = {
  HOST: Type.String({
    default: '127.0.0.1',
    description:
      'Address to listen on; `::` in the images: every address of both kinds, or IPv4 alone where there is no IPv6.',
  }),
  PORT: Type.Integer({ minimum: 0, maximum: 65_535, description: 'Port to listen on; 0 takes a free one.' }),
  ...logSettings,
  ...metricsSettings,
  ...tracingSettings,
}

/** For those who send files: export, which makes them, and the gateway, between which the system may hold some megabytes. */
export const readerSettings = {
  EXPORT_READER_MIN_BYTES_PER_S: Type.Integer({
    minimum: 0,
    default: 32_768,
    description:
      'A reader of a download, or of any other response that is not small, who takes less than this for a minute is cut off; 0: nobody is.',
  }),
}

/** For services that limit how much one caller may do. */
export const limitSettings = {
  RATE_LIMIT_FACTOR: Type.Number({
    exclusiveMinimum: 0,
    default: 1,
    description:
      'Multiplies every limit on request rates, concurrency and exports, for load tests and trusted networks.',
  }),
}
