import { ConfigError, loadConfig } from '@lingzhi/runtime/load-config'
import { logSettings } from '@lingzhi/runtime/settings'
import { type Static, Type } from 'typebox'

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
    rule: {
      zh: '必须是 0 或 1',
      en: 'must be 0 or 1',
    },
    description: '1 opens /control, where anyone who reaches the port can script faults: for tests only.',
  }),
})

export type Config = Static<typeof Config>

/** Raises an Error with all faults together, by name and rule, never by value. A blank variable counts as not set. */
export function parseConfig(env: Record<string, string | undefined>): Config {
  try {
    return loadConfig(Config, env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const faults = error.texts.map(({ zh, en }) => `${en.replace(': ', ' ')} (${zh})`)
    throw new Error(`Bad settings: ${faults.join('; ')}`)
  }
}
