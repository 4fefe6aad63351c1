import { once } from 'node:events'
import type { RunRecord } from '../processes/run-record.ts'
import type { Screen } from './screen.ts'

type Stop = (timeoutMs: number) => void | Promise<void>

export type Shutdown = {
  /** Aborted when stopping is requested. */
  signal: AbortSignal
  useRecord(record: RunRecord): void
  /** Steps run newest first. */
  onStop(step: Stop): void
  /** Runs `startUp`, waits for the wish to stop, stops. The exit code is 1 only after an error. */
  guard(startUp: (shutdown: Shutdown) => Promise<void>): Promise<void>
}

// Together below the five seconds that stopping may take: services first, PostgreSQL, Redis and NATS after.
const stepTimeoutMs = 2200
const hardLimitMs = 4800

/**
 * Ends a run in good order, whatever ended it: Ctrl-C, a signal, the death of the process that started us, or
 * an error. A second signal, or reaching the hard limit, kills what is left.
 */
export function openShutdown(screen: Screen): Shutdown {
  const controller = new AbortController()
  const steps: Stop[] = []
  let record: RunRecord | undefined

  function request() {
    if (controller.signal.aborted) return
    screen.note('Stopping …')
    controller.abort()
  }
  function killAll() {
    record?.killAll()
    record?.close()
    process.exit(1)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => (controller.signal.aborted ? killAll() : request()))
  }
  process.on('disconnect', request)
  // `npm start | head`: whoever wanted the output has gone.
  void screen.lost.then(request)
  process.on('uncaughtException', (error) => {
    screen.fail(error)
    killAll()
  })

  async function stopAll() {
    setTimeout(killAll, hardLimitMs).unref()
    for (const step of steps.reverse()) await step(stepTimeoutMs)
    record?.close()
    if (controller.signal.aborted) screen.note('Stopped.')
    process.off('disconnect', request)
    if (process.connected) process.disconnect()
  }
  const shutdown: Shutdown = {
    signal: controller.signal,
    useRecord: (opened) => {
      record = opened
    },
    onStop: (step) => void steps.push(step),
    async guard(startUp) {
      try {
        await startUp(shutdown)
        await aborted(controller.signal)
      } catch (error) {
        if (!controller.signal.aborted) {
          screen.fail(error)
          process.exitCode = 1
        }
      }
      await stopAll()
    },
  }
  return shutdown
}

async function aborted(signal: AbortSignal) {
  // A pending promise keeps nothing alive; the timer does, also while every process is between two lives.
  const awake = setInterval(() => {}, 60_000)
  if (!signal.aborted) await once(signal, 'abort')
  clearInterval(awake)
}
