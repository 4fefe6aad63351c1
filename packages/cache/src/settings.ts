import { Type } from 'typebox'

/** Where Redis is; spread into the configuration schema of a service that uses it. */
export const redisSettings = {
  REDIS_URL: Type.String({
    pattern: '^rediss?(\\+(sentinel|cluster))?://',
    secret: true,
    description: 'Redis: one node, Sentinel or Cluster (docs/operations.md). What it holds may be lost.',
  }),
}
