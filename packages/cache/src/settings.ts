import { addressRule, isAddress } from '@lingzhi/runtime/address'
import { Type } from 'typebox'

const rule = addressRule('redis://:password@host:6379', 'REDIS_PASSWORD')

/** Where Redis is; spread into the configuration schema of a service that uses it. */
export const redisSettings = {
  REDIS_URL: Type.Refine(
    Type.String({
      pattern: '^rediss?(\\+(sentinel|cluster))?://',
      rule,
      secret: true,
      description: 'Redis: one node, Sentinel or Cluster (docs/operations.md). What it holds may be lost.',
    }),
    isAddress,
    () => rule.en,
  ),
  REDIS_PASSWORD: Type.Optional(
    Type.String({
      secret: true,
      description: 'Password for REDIS_URL where that holds none; any characters, as they are.',
    }),
  ),
}
