import { Fault } from '@lingzhi/stack/fault'
import { backupsFolder, backupsIn, findBackup } from '../backup/backups-folder.ts'
import { listBackups } from '../backup/list-backups.ts'
import { keptByDefault, makeBackup } from '../backup/make-backup.ts'
import { passphraseOf, passphraseOption } from '../backup/passphrase.ts'
import { scheduleBackups } from '../backup/schedule.ts'
import { verifyBackup } from '../backup/verify-backup.ts'
import { deploymentThere } from '../deployment/open-target.ts'
import type { Command, Run } from '../run/command.ts'

/** What `backup <word>` does; without a word a backup is made. */
const words: Record<string, (run: Run) => Promise<Record<string, unknown>>> = {
  list: async ({ deployment, note }) => {
    const backups = listBackups(backupsIn(backupsFolder(deployment.dataDir)), note)
    return { backups }
  },
  verify: async (run) => {
    const backup = findBackup(run.deployment.dataDir, run.words[1])
    await verifyBackup(run.deployment, backup, { run, passphrase: passphraseOf(run) })
    return { backup: backup.id }
  },
  schedule: (run) => scheduleBackups(run, { at: run.option('at') ?? '03:30', keep: keepOf(run) }),
}

export const command: Command = {
  summary: 'backs up databases, streams and settings; list, verify [id], schedule',
  usage: '[list | verify [id] | schedule]',
  options: {
    keep: { type: 'string' },
    encrypt: { type: 'boolean' },
    secrets: { type: 'boolean' },
    to: { type: 'string' },
    verify: { type: 'boolean' },
    at: { type: 'string' },
    ...passphraseOption,
  },
  positionals: { min: 0, max: 2 },
  changes: ([word]) => word !== 'list',
  async run(asked) {
    const run = { ...asked, deployment: await deploymentThere(asked) }
    const [word, id, ...more] = run.words
    if (word !== undefined) {
      const known = words[word]
      if (!known || more.length > 0 || (id !== undefined && word !== 'verify'))
        throw new Fault(`Usage: npm run ops -- backup ${command.usage}`)
      return known(run)
    }
    const backup = await makeBackup(run.deployment, {
      run,
      keep: keepOf(run),
      encrypt: run.flag('encrypt'),
      withSecrets: run.flag('secrets'),
      passphrase: passphraseOf(run),
      to: run.option('to'),
    })
    if (backup && run.flag('verify'))
      await verifyBackup(run.deployment, backup, { run, passphrase: passphraseOf(run) })
    return { backup: backup?.id ?? null, ...(backup && { folder: backup.folder }) }
  },
}

function keepOf({ option }: Pick<Run, 'option'>): number {
  const text = option('keep') ?? String(keptByDefault)
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Fault('--keep takes a number from 1 to 9999.')
  return Number(text)
}
