import { logSettings } from '@lingzhi/runtime/settings'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

export const Config = Type.Object({
  HOST: Type.String({ default: '127.0.0.1', minLength: 1, description: 'Address to listen on.' }),
  PORT: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: 65_535,
    description: 'Port to listen on; 0 takes a free one.',
  }),
  ...logSettings,
  DEMO_MODEL_CHARS_PER_SECOND: Type.Number({
    default: 350,
    minimum: 0,
    description:
      'Pace of answers in characters per second: 350 writes 1,200 characters in about 3.5 s; 0: no delay.',
  }),
  DEMO_MODEL_API_KEY: Type.Optional(
    Type.String({ minLength: 1, secret: true, description: 'If set, required as a bearer token.' }),
  ),
  DEMO_MODEL_MODELS: Type.String({
    default: '',
    description: 'The only known models, comma-separated; not set: any name is accepted.',
  }),
  DEMO_MODEL_CONTROL: Type.String({
    default: '0',
    pattern: '^[01]$',
    description: '1 opens /control, where anyone who reaches the port can script faults: for tests only.',
  }),
})

export type Config = Static<typeof Config>

/** Raises an Error with all faults together, by name and rule, never by value. An empty variable counts as not set. */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const value = Value.Convert(Config, Value.Default(Config, Value.Clean(Config, set)))
  if (Value.Check(Config, value)) return value
  const faults = Value.Errors(Config, value).map((fault) => `${fault.instancePath.slice(1)} ${fault.message}`)
  throw new Error(`Bad settings: ${faults.join('; ')}`)
}
