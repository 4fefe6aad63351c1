import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Fault, quoted } from '@lingzhi/stack/fault'
import type { Run } from '../run/command.ts'
import { systemctl, systemdRuns, unitFolder, writeUnits } from '../systemd/systemctl.ts'
import { escaped, quotedWord, word } from '../systemd/words.ts'
import { checkout } from './product.ts'

type When = { at: string; keep: number }

/**
 * A backup every day: a systemd timer where systemd runs, of the system for root and of the user otherwise; elsewhere the line
 * for a crontab is told. It runs the code that is current then, not the code of today.
 */
export async function scheduleBackups(run: Run, when: When): Promise<Record<string, unknown>> {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(when.at) ?? []
  if (!hour || !minute) throw new Fault('--at takes a time of day, such as 03:30.')
  const { deployment, step, note } = run
  const code = deployment.root ? join(deployment.root, 'current') : checkout
  const args = [
    join(code, 'node_modules/node/bin/node'),
    'scripts/ops.ts',
    'backup',
    `--keep=${when.keep}`,
    ...(deployment.root ? [`--root=${deployment.root}`] : []),
    ...['encrypt', 'secrets', 'verify'].filter((name) => run.flag(name)).map((name) => `--${name}`),
    ...['to', 'passphrase-file'].flatMap((name) =>
      run.option(name) ? [`--${name}=${run.option(name)}`] : [],
    ),
  ]
  if (!systemdRuns()) {
    // In a crontab % ends the command.
    const line =
      `${minute} ${hour} * * * cd ${quoted(code)} && DATA_DIR=${quoted(deployment.dataDir)} ${args.map(quoted).join(' ')}`.replaceAll(
        '%',
        '\\%',
      )
    note(`systemd does not run here. A line for crontab -e:\n${line}`)
    return { crontab: line }
  }
  const name = `lingzhi-backup-${createHash('sha256').update(deployment.dataDir).digest('hex').slice(0, 8)}`
  await step(
    `${name}.timer`,
    async (tell) => {
      const { service, timer } = units({ code, dataDir: deployment.dataDir, args, hour, minute })
      writeUnits({ [`${name}.service`]: service, [`${name}.timer`]: timer })
      systemctl('enable', '--now', `${name}.timer`)
      tell(`every day at ${when.at}`)
    },
    { changes: true },
  )
  return { timer: `${name}.timer`, folder: unitFolder() }
}

type Unit = { code: string; dataDir: string; args: string[]; hour: string; minute: string }

/** The texts of the two units, by the ends of their names. */
export function units({ code, dataDir, args, hour, minute }: Unit): Record<'service' | 'timer', string> {
  return {
    service: `[Unit]
Description=Backup of Lingzhi in ${escaped(dataDir)}

[Service]
Type=oneshot
WorkingDirectory=${escaped(code)}
Environment=${quotedWord(`DATA_DIR=${dataDir}`)}
ExecStart=${args.map(word).join(' ')}
TimeoutStartSec=6h
Nice=10
IOSchedulingClass=idle
UMask=0077
`,
    timer: `[Unit]
Description=Backup of Lingzhi in ${escaped(dataDir)}, every day

[Timer]
OnCalendar=*-*-* ${hour}:${minute}:00
RandomizedDelaySec=5min
Persistent=true

[Install]
WantedBy=timers.target
`,
  }
}
