import type { Static, TObject, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { invisibleIn, readText, settingText } from './setting-text.ts'

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
 * Reads the settings a schema names from an environment: what copying or a file of variables leaves around a value goes
 * (`settingText`), text becomes numbers and booleans, an empty text counts as not given, defaults fill in. `NAME_FILE` names a file that holds the value of `NAME`, which is how
 * containers hand over secrets. All faults are reported together in one ConfigError.
 */
export function loadConfig<T extends TObject>(schema: T, env: NodeJS.ProcessEnv): Static<T> {
  const given: Record<string, unknown> = {}
  const faults: string[] = []
  /** The variable each setting was read from, for the faults. */
  const sources: Record<string, string> = {}
  for (const [name, setting] of Object.entries(schema.properties)) {
    for (const variable of namesOf(name, setting)) {
      if (given[name] !== undefined) continue
      const text = settingText(env[variable] ?? '') || readSecret(variable, env, faults)
      if (!text) continue
      const hidden = invisibleIn(text)
      if (hidden) faults.push(`${variable}: holds an invisible character (${hidden}); type it anew`)
      given[name] = text
      sources[name] = variable
    }
  }
  const value = Value.Convert(schema, Value.Default(schema, given))
  for (const { instancePath, message, params } of Value.Errors(schema, value)) {
    const name = instancePath.split('/')[1]
    const setting = schema.properties[name ?? '']
    const rule =
      'allowedValues' in params
        ? `must be one of ${params.allowedValues.join(', ')}`
        : 'pattern' in params && setting
          ? formOf(setting)
          : message
    faults.push(name ? `${sources[name] ?? name}: ${rule}` : message)
  }
  if (faults.length > 0) throw new ConfigError([...new Set(faults)])
  return value as Static<T>
}

/**
 * The names a setting goes by, the one that wins first: its own, and the one in its option `formerName`. With the option
 * `anyCase` its lower case wins, as everywhere with the variables that name proxies.
 */
export function namesOf(name: string, setting: TSchema): string[] {
  const { formerName, anyCase } = setting as { formerName?: string; anyCase?: boolean }
  if (anyCase) return [name.toLowerCase(), name]
  return formerName ? [name, formerName] : [name]
}

/** What a text must look like, in words: the setting's option `rule`, or else its description. */
function formOf(setting: TSchema): string {
  const { rule, description } = setting as { rule?: string; description?: string }
  const words = description?.replace(/\.$/, '')
  return rule ?? `must be written as described${words ? ` (${words})` : ''}`
}

function readSecret(name: string, env: NodeJS.ProcessEnv, faults: string[]): string | undefined {
  const file = settingText(env[`${name}_FILE`] ?? '')
  if (!file) return undefined
  try {
    return settingText(readText(file))
  } catch {
    faults.push(`${name}_FILE: the file it names cannot be read`)
    return undefined
  }
}
