import type { Static, TObject } from 'typebox'
import { Value } from 'typebox/value'

/** A configuration that cannot be used; `faults` names each setting and its rule, never its value. */
export class ConfigError extends Error {
  readonly faults: string[]
  constructor(faults: string[]) {
    super(`The configuration is not valid:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
    this.name = 'ConfigError'
    this.faults = faults
  }
}

/**
 * Reads the settings a schema names from an environment: text becomes numbers and booleans, an empty text
 * counts as not given, defaults fill in. All faults are reported together in one ConfigError.
 */
export function loadConfig<T extends TObject>(schema: T, env: NodeJS.ProcessEnv): Static<T> {
  const given: Record<string, unknown> = {}
  for (const name of Object.keys(schema.properties)) {
    const text = env[name]?.trim()
    if (text !== undefined && text !== '') given[name] = text
  }
  const value = Value.Convert(schema, Value.Default(schema, given))
  const faults = [...Value.Errors(schema, value)].map((error) => {
    const name = error.instancePath.split('/')[1]
    return `${name ? `${name}: ` : ''}${error.message}`
  })
  if (faults.length > 0) throw new ConfigError([...new Set(faults)])
  return value as Static<T>
}
