import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { endProcess, startedAt } from '../processes/identity.ts'

/**
 * Clears what an unclean end left in a data directory: an instance that still runs is stopped, and a pid
 * file that points at nothing, or at a process that got the same number since (PostgreSQL would refuse to
 * start next to it), is removed. Only for a directory whose lock the caller holds.
 */
export async function endOrphan(folder: string, log: (line: string) => void) {
  const file = join(folder, 'postmaster.pid')
  const pid = pidIn(file)
  if (pid === null) return
  const started = startedAt(pid)
  if (started && commandLine(pid).includes(folder)) {
    log(`Stopping the PostgreSQL (process ${pid}) that an interrupted run left behind`)
    await endProcess({ pid, started }, { signal: 'SIGINT', timeoutMs: 10_000 })
  }
  rmSync(file, { force: true })
}

function pidIn(file: string): number | null {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || null
  } catch {
    return null
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', env: {} }).stdout
  }
}
