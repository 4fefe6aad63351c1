import { readFileSync } from 'node:fs'

/**
 * Names of the variables that hold the providers' keys, from LLM_PROVIDERS or the file of LLM_PROVIDERS_FILE.
 * A list that cannot be read names none: chat reports what is wrong with it, and does not start.
 */
export function providerKeyNames(env: NodeJS.ProcessEnv): string[] {
  try {
    const text = env.LLM_PROVIDERS || readFileSync(env.LLM_PROVIDERS_FILE || '', 'utf8')
    const list: unknown = JSON.parse(text)
    const names = Array.isArray(list) ? list.map((entry) => entry?.api_key_variable) : []
    return names.filter((name) => typeof name === 'string')
  } catch {
    return []
  }
}
