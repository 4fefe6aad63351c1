import { withPassword } from '@lingzhi/runtime/address'
import { readText, settingText } from '@lingzhi/runtime/setting-text'
import { Fault } from '../fault.ts'

/** Whether a person set it, in the variable itself or in a file that NAME_FILE names; empty counts as not. */
export function isGiven(env: NodeJS.ProcessEnv, name: string): boolean {
  return Boolean(settingText(env[name] ?? '') || settingText(env[`${name}_FILE`] ?? ''))
}

/** What a person set, in the variable itself or in the file that NAME_FILE names, read as the services read it. */
export function settingOf(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const text = settingText(env[name] ?? '')
  const file = settingText(env[`${name}_FILE`] ?? '')
  if (text || !file) return text || undefined
  try {
    return settingText(readText(file)) || undefined
  } catch {
    throw new Fault(`${name}_FILE: the file it names cannot be read.`)
  }
}

/** A server's address with the password that NAME_PASSWORD holds for NAME_URL; undefined when no address is set. */
export function addressOf(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const address = settingOf(env, name)
  return address && withPassword(address, settingOf(env, name.replace(/URL$/, 'PASSWORD')))
}
