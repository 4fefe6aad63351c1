import { readFileSync } from 'node:fs'

/** Whether a person set it, in the variable itself or in a file that NAME_FILE names; empty counts as not. */
export function isGiven(env: NodeJS.ProcessEnv, name: string): boolean {
  return Boolean(env[name] || env[`${name}_FILE`])
}

/** What a person set, in the variable itself or in the file that NAME_FILE names. */
export function settingOf(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const file = env[`${name}_FILE`]
  return env[name]?.trim() || (file ? readFileSync(file, 'utf8').trim() : undefined)
}
