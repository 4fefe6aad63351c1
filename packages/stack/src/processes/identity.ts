import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { waitUntil } from './wait-until.ts'

/**
 * When a process was started, by the system's record; null when there is none. A pid alone may have been
 * given to another process since; a pid with its start time means one process only.
 */
export function startedAt(pid: number): string | null {
  try {
    // After the last ")" (a command name may contain anything): state is field 3, the start time field 22.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? null : (fields[19] ?? null)
  } catch {
    if (process.platform === 'linux') return null
    return (
      spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env: {} }).stdout.trim() ||
      null
    )
  }
}

export type Identity = { pid: number; started: string }

export function isRunning({ pid, started }: Identity): boolean {
  return startedAt(pid) === started
}

/** Sends `signal`, and SIGKILL if that is not enough. Safe to call for a process that has ended, or whose pid was reused. */
export async function endProcess(
  identity: Identity,
  { signal = 'SIGTERM', timeoutMs = 5000 }: EndOptions = {},
) {
  for (const step of [signal, 'SIGKILL'] as const) {
    if (!isRunning(identity)) return
    try {
      process.kill(identity.pid, step)
    } catch {
      return
    }
    if (await waitUntil(() => !isRunning(identity), { timeoutMs })) return
  }
}

type EndOptions = { signal?: NodeJS.Signals; timeoutMs?: number }
