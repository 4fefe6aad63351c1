import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Fault, quoted } from '@lingzhi/stack/fault'
import type { Run } from '../run/command.ts'
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
  if (!existsSync('/run/systemd/system')) {
    const line =
      `${minute} ${hour} * * * cd ${quoted(code)} && DATA_DIR=${quoted(deployment.dataDir)} ${args.map(quoted).join(' ')}`.replaceAll(
        '%',
        '\\%',
      )
    note(`systemd does not run here. A line for crontab -e:\n${line}`)
    return { crontab: line }
  }
  const isRoot = process.getuid?.() === 0
  const folder = isRoot ? '/etc/systemd/system' : join(homedir(), '.config/systemd/user')
  const name = `lingzhi-backup-${createHash('sha256').update(deployment.dataDir).digest('hex').slice(0, 8)}`
  await step(
    `${name}.timer`,
    async (tell) => {
      mkdirSync(folder, { recursive: true })
      for (const [file, text] of Object.entries(
        units({ code, dataDir: deployment.dataDir, args, hour, minute }),
      ))
        writeFileSync(join(folder, `${name}.${file}`), text, { mode: 0o644 })
      systemctl(isRoot, ['daemon-reload'])
      systemctl(isRoot, ['enable', '--now', `${name}.timer`])
      tell(`every day at ${when.at}`)
    },
    { changes: true },
  )
  return { timer: `${name}.timer`, folder }
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

/** What systemd reads as one word: % begins a specifier of its own, and in commands $ a variable. */
const word = (text: string): string => quotedWord(text).replaceAll('$', '$$$$')
const quotedWord = (text: string): string => `"${escaped(text).replaceAll(/["\\]/g, '\\$&')}"`
const escaped = (text: string): string => text.replaceAll('%', '%%')

function systemctl(isRoot: boolean, args: string[]) {
  const { status, stderr } = spawnSync('systemctl', [...(isRoot ? [] : ['--user']), ...args], {
    encoding: 'utf8',
    timeout: 30_000,
  })
  if (status !== 0) throw new Fault(`systemctl ${args.join(' ')} failed: ${stderr?.trim()}`)
}
