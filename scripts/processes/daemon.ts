import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { Fault } from '../fault.ts'
import { endProcess, startedAt } from './identity.ts'
import type { RunRecord } from './run-record.ts'
import { waitUntil } from './wait-until.ts'

export type Daemon = { name: string; pid: number; port: number; stop(timeoutMs?: number): Promise<void> }

type DaemonOptions = {
  name: string
  port: number
  command: string
  args: string[]
  stdin?: string
  cwd: string
  user?: { uid: number; gid: number }
  logFile: string
  stopSignal: NodeJS.Signals
  isReady: () => Promise<boolean>
  startTimeoutMs?: number
  record?: RunRecord
  onExit?: (daemon: string) => void
}

/** Starts a server of somebody else's, resolves when it answers. Its output goes to a file of this run only. */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { name, port, logFile, stopSignal, startTimeoutMs = 30_000, record } = options
  const log = openSync(logFile, 'w', 0o600)
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    ...options.user,
    // Its own process group: Ctrl-C in the terminal is the launcher's to handle.
    detached: true,
    stdio: [options.stdin === undefined ? 'ignore' : 'pipe', log, log],
  })
  closeSync(log)
  let ended = false
  let stopping = false
  child.once('error', () => {
    ended = true
  })
  child.once('exit', () => {
    ended = true
    if (!stopping) options.onExit?.(name)
  })
  child.stdin?.on('error', () => {}).end(options.stdin)

  const identity = { pid: child.pid ?? -1, started: child.pid ? (startedAt(child.pid) ?? '') : '' }
  if (child.pid) record?.add(name, child.pid, stopSignal)

  async function stop(timeoutMs = 5000) {
    stopping = true
    await endProcess(identity, { signal: stopSignal, timeoutMs })
    record?.remove(identity.pid)
  }
  await waitUntil(async () => ended || (await options.isReady()), { timeoutMs: startTimeoutMs })
  if (ended || !(await options.isReady())) {
    await stop()
    throw new Fault(`${name} did not start; its log ${logFile} ends with:\n${lastLines(logFile)}`)
  }
  return { name, pid: identity.pid, port, stop }
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n')
}
