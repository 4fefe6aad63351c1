import { readFileSync } from 'node:fs'
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
 * counts as not given, defaults fill in. `NAME_FILE` names a file that holds the value of `NAME`, which is how
 * containers hand over secrets. All faults are reported together in one ConfigError.
 */
export function loadConfig<T extends TObject>(schema: T, env: NodeJS.ProcessEnv): Static<T> {
  const given: Record<string, unknown> = {}
  const faults: string[] = []
  for (const name of Object.keys(schema.properties)) {
    const text = (env[name] || readSecret(name, env, faults))?.trim()
    if (text) given[name] = text
  }
  const value = Value.Convert(schema, Value.Default(schema, given))
  for (const { instancePath, message } of Value.Errors(schema, value)) {
    const name = instancePath.split('/')[1]
    faults.push(name ? `${name}: ${message}` : message)
  }
  if (faults.length > 0) throw new ConfigError([...new Set(faults)])
  return value as Static<T>
}

function readSecret(name: string, env: NodeJS.ProcessEnv, faults: string[]): string | undefined {
  const file = env[`${name}_FILE`]
  if (!file) return undefined
  try {
    return readFileSync(file, 'utf8')
  } catch {
    faults.push(`${name}_FILE: the file it names cannot be read`)
    return undefined
  }
}
