import { readText, settingText } from '@lingzhi/runtime/setting-text'
import { settingOf } from '@lingzhi/stack/environment/setting-of'
import { Fault } from '@lingzhi/stack/fault'
import type { Run } from '../run/command.ts'

export const passphraseOption = { 'passphrase-file': { type: 'string' } } as const

/** From a file or from BACKUP_PASSPHRASE, never from an argument, which every user of the machine could read. */
export function passphraseOf({ option, env }: Pick<Run, 'option' | 'env'>): string | undefined {
  const file = option('passphrase-file')
  if (file === undefined) return settingOf(env, 'BACKUP_PASSPHRASE')
  try {
    return settingText(readText(file)) || undefined
  } catch {
    throw new Fault(`--passphrase-file: ${file} cannot be read.`)
  }
}
