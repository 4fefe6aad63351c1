import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Fault } from '@lingzhi/stack/fault'

/** Whether systemd runs here at all. */
export const systemdRuns = (): boolean => existsSync('/run/systemd/system')

const isRoot = () => process.getuid?.() === 0

/** Units of the system for root, and of the user otherwise. */
export const unitFolder = (): string =>
  isRoot() ? '/etc/systemd/system' : join(homedir(), '.config/systemd/user')

/** Writes units and makes systemd read them. */
export function writeUnits(texts: Record<string, string>): void {
  mkdirSync(unitFolder(), { recursive: true })
  for (const [name, text] of Object.entries(texts))
    writeFileSync(join(unitFolder(), name), text, { mode: 0o644 })
  systemctl('daemon-reload')
}

/** A Fault with systemd's own words when it refuses. */
export function systemctl(...args: string[]): void {
  const { status, stderr } = spawnSync('systemctl', [...(isRoot() ? [] : ['--user']), ...args], {
    encoding: 'utf8',
    timeout: 120_000,
  })
  if (status !== 0) throw new Fault(`systemctl ${args.join(' ')} failed: ${stderr?.trim()}`)
}
