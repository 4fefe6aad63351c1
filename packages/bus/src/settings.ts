import { addressRule, areAddresses } from '@lingzhi/runtime/address'
import { Type } from 'typebox'

const rule = addressRule('nats://name:password@host:4222', 'NATS_PASSWORD')

/** Settings of a service's place on the bus; spread into its configuration schema. */
export const busSettings = {
  NATS_URL: Type.Refine(
    Type.String({
      pattern: '^(nats|tls)://',
      rule,
      secret: true,
      description: 'One or several NATS servers, comma-separated.',
    }),
    areAddresses,
    () => rule.en,
  ),
  NATS_PASSWORD: Type.Optional(
    Type.String({
      secret: true,
      description: 'Password for the name in NATS_URL where that holds none; any characters, as they are.',
    }),
  ),
  NATS_PREFIX: Type.String({
    default: '',
    description: 'Put before every subject and stream, so that platforms can share a server.',
  }),
  NATS_REPLICAS: Type.Integer({
    minimum: 1,
    maximum: 5,
    default: 1,
    description: 'Copies of each stream in a NATS cluster.',
  }),
}
export interface BusSettings {
  NATS_URL: string
  NATS_PASSWORD?: string
  NATS_PREFIX: string
  NATS_REPLICAS: number
}
