import type { Static, TObject, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { Words } from './setting-rules.ts'
import { ruleOf } from './setting-rules.ts'
import { invisibleIn, readText, settingText } from './setting-text.ts'

/**
 * A configuration that cannot be used. Each fault names a setting and its rule, never its value: `faults` in English,
 * `texts` in both languages.
 */
export class ConfigError extends Error {
  readonly faults: string[]
  readonly texts: Words[]
  constructor(faults: (string | Words)[]) {
    const texts = faults.map((fault) => (typeof fault === 'string' ? { zh: fault, en: fault } : fault))
    const lines = texts.flatMap(({ zh, en }) => (zh === en ? [en] : [zh, en]))
    super(`配置有误。The configuration is not valid:\n${lines.map((line) => `  ${line}`).join('\n')}`)
    this.name = 'ConfigError'
    this.texts = texts
    this.faults = texts.map(({ en }) => en)
  }
}

/** A fault of one setting. */
const faultOf = (name: string, { zh, en }: Words): Words => ({
  zh: `${name}：${zh}`,
  en: `${name}: ${en}`,
})

/**
 * Reads the settings a schema names from an environment: what copying or a file of variables leaves around a value goes
 * (`settingText`), text becomes numbers and booleans, an empty text counts as not given, defaults fill in. `NAME_FILE` names a file that holds the value of `NAME`, which is how
 * containers hand over secrets. All faults are reported together in one ConfigError.
 */
export function loadConfig<T extends TObject>(schema: T, env: NodeJS.ProcessEnv): Static<T> {
  const given: Record<string, unknown> = {}
  const faults: Words[] = []
  /** The variable each setting was read from, for the faults. */
  const sources: Record<string, string> = {}
  for (const [name, setting] of Object.entries(schema.properties)) {
    for (const variable of namesOf(name, setting)) {
      if (given[name] !== undefined) continue
      const text = settingText(env[variable] ?? '') || readSecret(variable, env, faults)
      if (!text) continue
      const hidden = invisibleIn(text)
      if (hidden) {
        const zh = `含有看不见的字符（${hidden}），请重新输入`
        faults.push(faultOf(variable, { zh, en: `holds an invisible character (${hidden}); type it anew` }))
      }
      // Conversion would cut off a fraction, and go on with another number than was meant.
      if (isInteger(setting) && !Number.isInteger(Number(text)))
        faults.push(faultOf(variable, ruleOf({ keyword: 'type', params: {} }, setting)))
      given[name] = text
      sources[name] = variable
    }
  }
  const value = Value.Convert(schema, Value.Default(schema, given))
  for (const fault of Value.Errors(schema, value)) {
    const name = fault.instancePath.split('/')[1]
    if (name) faults.push(faultOf(sources[name] ?? name, ruleOf(fault, schema.properties[name])))
    else for (const one of missingIn(fault.params)) faults.push(faultOf(one, mustBeSet))
  }
  if (faults.length > 0) throw new ConfigError([...new Map(faults.map((one) => [one.en, one])).values()])
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

const isInteger = (setting: TSchema) => (setting as { type?: string }).type === 'integer'

const mustBeSet = { zh: '必须设置', en: 'must be set' }

const missingIn = (params: object): string[] =>
  'requiredProperties' in params ? (params.requiredProperties as string[]) : []

function readSecret(name: string, env: NodeJS.ProcessEnv, faults: Words[]): string | undefined {
  const file = settingText(env[`${name}_FILE`] ?? '')
  if (!file) return undefined
  try {
    return settingText(readText(file))
  } catch {
    faults.push(
      faultOf(`${name}_FILE`, { zh: '它指向的文件无法读取', en: 'the file it names cannot be read' }),
    )
    return undefined
  }
}
