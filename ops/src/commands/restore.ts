import { createInterface } from 'node:readline/promises'
import { Fault } from '@lingzhi/stack/fault'
import { type Backup, findBackup } from '../backup/backups-folder.ts'
import { passphraseOf, passphraseOption } from '../backup/passphrase.ts'
import { restoreBackup } from '../backup/restore-backup.ts'
import { fetchFromS3, isS3 } from '../backup/s3-target.ts'
import type { Command, Run } from '../run/command.ts'

export const command: Command = {
  summary: 'brings everything back to a backup; what is there is backed up first',
  usage: '<id, folder or s3://…> [--yes <id>] [--secrets <file>] [--without-secrets]',
  options: {
    yes: { type: 'string' },
    secrets: { type: 'string' },
    'without-secrets': { type: 'boolean' },
    ...passphraseOption,
  },
  positionals: { min: 1, max: 1 },
  changes: true,
  async run(run) {
    const { deployment } = run
    const [wanted = ''] = run.words
    const backup = isS3(wanted)
      ? await run.step(`fetch ${wanted}`, () => fetchFromS3(deployment.dataDir, wanted, run))
      : findBackup(deployment.dataDir, wanted)
    if (!run.dryRun) await confirm(run, backup)
    const { present } = await restoreBackup(deployment, backup, {
      run,
      passphrase: passphraseOf(run),
      secretsFile: run.option('secrets'),
      withoutSecrets: run.flag('without-secrets'),
    })
    if (present) run.note(`What was there before is the backup ${present}.`)
    return { restored: backup.id, present }
  },
}

/** By the backup's name, so that nobody restores the wrong one by a key too many. */
async function confirm({ option, deployment, signal }: Run, { id }: Backup) {
  const yes = option('yes')
  if (yes === id) return
  if (yes !== undefined) throw new Fault(`--yes ${yes} is not the id of this backup: ${id}.`)
  if (!process.stdin.isTTY) throw new Fault(`To restore without a terminal, name the backup: --yes ${id}.`)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(
      `Everything in ${deployment.dataDir} goes back to ${id}. Type ${id} to go on: `,
      { signal },
    )
    if (answer.trim() !== id) throw new Fault('Nothing was changed.')
  } finally {
    terminal.close()
  }
}
