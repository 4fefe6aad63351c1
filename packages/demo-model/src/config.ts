import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

const Config = Type.Object({
  /** The address to listen on; loopback unless told otherwise. */
  HOST: Type.String({ default: '127.0.0.1', minLength: 1 }),
  /** 0 takes a free port, which the log tells. */
  PORT: Type.Integer({ default: 0, minimum: 0, maximum: 65535 }),
  LOG_LEVEL: Type.String({ default: 'info', pattern: '^(fatal|error|warn|info|debug|trace|silent)$' }),
  /** Typing pace: 350 tells 1,200 characters in about 3.5 s; 0 for no delay at all. */
  DEMO_MODEL_CHARS_PER_SECOND: Type.Number({ default: 350, minimum: 0 }),
  /** Demanded as a bearer token when set. */
  DEMO_MODEL_API_KEY: Type.Optional(Type.String({ minLength: 1 })),
  /** The only models known, separated by commas; any name is accepted when empty. */
  DEMO_MODEL_MODELS: Type.String({ default: '' }),
  /** 1 opens /control, where anyone who reaches the port can script faults: for tests only. */
  DEMO_MODEL_CONTROL: Type.String({ default: '0', pattern: '^[01]$' }),
})

export type Config = Static<typeof Config>

/** Reports all faults together, by name and rule, never by value. An empty variable counts as not set. */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const value = Value.Convert(Config, Value.Default(Config, Value.Clean(Config, set)))
  if (Value.Check(Config, value)) return value
  const faults = Value.Errors(Config, value).map((fault) => `${fault.instancePath.slice(1)} ${fault.message}`)
  throw new Error(`Bad settings: ${faults.join('; ')}`)
}
