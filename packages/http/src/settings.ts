import { metricsSettings } from '@lingzhi/metrics/settings'
import { Type } from 'typebox'

/** Settings of a service's HTTP side; spread into its configuration schema. */
export const listenSettings = {
  /** Address to listen on; containers set 0.0.0.0. */
  HOST: Type.String({ default: '127.0.0.1' }),
  PORT: Type.Integer({ minimum: 0, maximum: 65_535 }),
  /** trace, debug, info, warn, error. */
  LOG_LEVEL: Type.String({ default: 'info' }),
  ...metricsSettings,
}
