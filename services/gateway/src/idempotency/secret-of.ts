import { passwordIn } from '@lingzhi/runtime/address'
import type { Config } from '../config.ts'

type Secrets = 'IDEMPOTENCY_SECRET' | 'NATS_URL' | 'NATS_PASSWORD' | 'REDIS_URL' | 'REDIS_PASSWORD'

/**
 * What seals kept responses: the setting, else a secret that every replica has anyway. Empty where there is none, so that
 * the idempotency key alone protects what is kept.
 */
export const secretOf = (config: Pick<Config, Secrets>): string =>
  config.IDEMPOTENCY_SECRET ||
  passwordIn(config.NATS_URL) ||
  config.NATS_PASSWORD ||
  passwordIn(config.REDIS_URL) ||
  config.REDIS_PASSWORD ||
  ''
