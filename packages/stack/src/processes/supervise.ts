import { type ChildProcess, spawn } from 'node:child_process'
import { Fault } from '../fault.ts'
import { endProcess, type Identity, startedAt } from './identity.ts'
import { type Output, openOutput, type Printer } from './output.ts'
import type { RunRecord } from './run-record.ts'
import { waitUntil } from './wait-until.ts'

export type ProcessSpec = {
  name: string
  port: number
  command: string
  args: string[]
  cwd: string
  env: NodeJS.ProcessEnv
  stdin?: string
  user?: { uid: number; gid: number }
  /** A file for servers that are not ours, a function for our own, line by line. */
  output: string | Printer
  stopSignal?: NodeJS.Signals
  isReady: () => Promise<boolean>
  startTimeoutMs?: number
  /** How it is made a process; not given: as a program of its own, in its own process group. */
  launch?: (spec: ProcessSpec, output: Output) => ChildProcess
  /** How often the first start is tried; 1 unless the leftovers of an earlier run may be in the way for a moment. */
  startAttempts?: number
  /** How long it may take to end in good order before it is killed; 5 s. */
  stopTimeoutMs?: number
}

export type Supervisor = {
  record?: RunRecord
  signal?: AbortSignal
  note: (line: string) => void
  onRestart?: () => void
}

export type Supervised = {
  readonly name: string
  readonly port: number
  readonly pid: number
  stop(timeoutMs?: number): Promise<void>
  /** Ends it and starts it again at once, on its port; one that is waiting to be started again starts now. */
  restart(): Promise<void>
}

const backOffMs = { first: 250, most: 10_000 }
const stableAfterMs = 30_000

/**
 * Starts a process and resolves when it is ready; from then on restarts it, on its port and with exponential
 * back-off, whenever it ends by itself. A first start that fails rejects with the last lines it wrote.
 */
export async function supervise(spec: ProcessSpec, supervisor: Supervisor): Promise<Supervised> {
  const { name, port, startTimeoutMs = 60_000, startAttempts = 1 } = spec
  const { record, signal, note } = supervisor
  let identity: Identity = { pid: -1, started: '' }
  let output: Output
  let exited = Promise.resolve()
  let phase: 'starting' | 'running' | 'stopping' = 'starting'
  let failures = 0
  let isAlive = false
  let restartRequested = false
  let ending = ''
  let timer: NodeJS.Timeout | undefined

  function launch() {
    output = openOutput(spec.output)
    const child = (spec.launch ?? spawnDetached)(spec, output)
    const since = Date.now()
    isAlive = true
    identity = { pid: child.pid ?? -1, started: (child.pid && startedAt(child.pid)) || '' }
    if (child.pid) record?.add(name, child.pid, spec.stopSignal)
    exited = new Promise((resolve) => {
      const settle = (reason: string) => {
        ended(reason)
        resolve()
      }
      child.once('error', (error) => settle(error.message))
      child.once('exit', (code, by) => settle(by ?? `exit code ${code}`))
    })

    function ended(reason: string) {
      record?.remove(identity.pid)
      isAlive = false
      if (phase === 'stopping') return
      if (restartRequested) {
        restart()
        return
      }
      if (Date.now() - since > stableAfterMs) failures = 0
      failures += 1
      if (phase === 'starting' && failures >= startAttempts) {
        ending = reason
        return
      }
      const delayMs = Math.min(backOffMs.first * 2 ** (failures - 1), backOffMs.most)
      note(`${name} ended (${reason}); starting it again in ${delayMs / 1000} s`)
      timer = setTimeout(restart, delayMs)
    }
  }
  function restart() {
    restartRequested = false
    launch()
    supervisor.onRestart?.()
  }
  async function restartNow() {
    if (phase !== 'running' || restartRequested) return
    failures = 0
    restartRequested = true
    clearTimeout(timer)
    if (isAlive) await endProcess(identity, { signal: spec.stopSignal })
    else restart()
  }
  async function stop(timeoutMs = spec.stopTimeoutMs ?? 5000) {
    phase = 'stopping'
    clearTimeout(timer)
    await endProcess(identity, { signal: spec.stopSignal, timeoutMs })
    await exited
  }

  launch()
  let ready = false
  try {
    const settled = async () => ending !== '' || (await spec.isReady())
    ready = (await waitUntil(settled, { timeoutMs: startTimeoutMs, signal })) && ending === ''
  } catch (error) {
    await stop()
    throw error
  }
  if (!ready) {
    await stop()
    const what = ending
      ? `ended while starting (${ending})`
      : `was not ready within ${startTimeoutMs / 1000} s`
    throw new Fault(`${name} ${what}. Its last lines:\n${output!.tail()}`)
  }
  phase = 'running'
  failures = 0
  return {
    name,
    port,
    stop,
    restart: restartNow,
    get pid() {
      return identity.pid
    },
  }
}

/** In its own process group: Ctrl-C in a terminal is for the launcher, which then stops everything in order. */
function spawnDetached(spec: ProcessSpec, output: Output): ChildProcess {
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    ...spec.user,
    detached: true,
    stdio: [spec.stdin === undefined ? 'ignore' : 'pipe', ...output.stdio],
  })
  child.stdin?.on('error', () => {}).end(spec.stdin)
  output.follow(child)
  return child
}
