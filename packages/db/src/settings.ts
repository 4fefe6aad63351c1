import { addressRule, isOneAddress } from '@lingzhi/runtime/address'
import { logSettings } from '@lingzhi/runtime/settings'
import { Type } from 'typebox'

const rule = addressRule('postgres://role:password@host:5432/database', 'DATABASE_PASSWORD')

/** Settings of a service's database; spread into its configuration schema. */
export const databaseSettings = {
  DATABASE_URL: Type.Refine(
    Type.String({
      pattern: '^postgres(ql)?://',
      rule,
      secret: true,
      description: "The service's own database and role; may point at a transaction-pooling proxy.",
    }),
    isOneAddress,
    () => rule.en,
  ),
  DATABASE_PASSWORD: Type.Optional(
    Type.String({
      secret: true,
      description:
        'Password for the role in DATABASE_URL where that holds none; any characters, as they are.',
    }),
  ),
  DATABASE_POOL_MAX: Type.Integer({
    minimum: 1,
    maximum: 500,
    default: 10,
    description: 'Connections a replica holds at most.',
  }),
  DATABASE_CONNECT_TIMEOUT_MS: Type.Integer({
    minimum: 100,
    default: 5_000,
    description: 'Longest wait for a connection.',
  }),
  DATABASE_QUERY_TIMEOUT_MS: Type.Integer({
    minimum: 100,
    default: 15_000,
    description: "Longest wait for a query's rows.",
  }),
  DATABASE_RETRIES_MAX: Type.Integer({
    minimum: 0,
    maximum: 20,
    default: 3,
    description:
      'Further tries of work that certainly did not commit: serialization failure, deadlock, a server that is starting or full.',
  }),
}

export interface DatabaseSettings {
  DATABASE_URL: string
  DATABASE_PASSWORD?: string
  DATABASE_POOL_MAX: number
  DATABASE_CONNECT_TIMEOUT_MS: number
  DATABASE_QUERY_TIMEOUT_MS: number
  DATABASE_RETRIES_MAX: number
}

/** All that a migration process reads from its environment. */
export const MigrationConfig = Type.Object({ ...databaseSettings, ...logSettings })
