import { collectAtRest } from './collect-garbage.ts'
import { limitCollections } from './limit-collections.ts'
import { ConfigError } from './load-config.ts'
import { logOutput } from './log-output.ts'
import type { Logger } from './logger.ts'
import { createLogger, levelOf, wordsOf } from './logger.ts'
import { outageOf } from './outage.ts'
import { StartFault } from './start-fault.ts'

export interface ServiceLife {
  log: Logger
  /** Registers something to close on the way out; the last registered closes first. */
  onClose: (close: () => Promise<unknown> | unknown) => void
}

/** By then the first connections are open and the first schemas are compiled. */
const settledMs = 5_000

/** Longest a service may take to finish what it is doing before it is ended anyway. */
const closeMaxMs = 10_000

/** Longest a process that is done waits for the reader of its log. */
const flushMaxMs = 1_000

/**
 * The life of a service process: start it, then on SIGTERM or SIGINT close everything in reverse order
 * within a bound and exit 0. A failed start, or an uncaught error, is logged and exits 1.
 */
export async function runService(
  name: string,
  env: NodeJS.ProcessEnv,
  start: (life: ServiceLife) => Promise<void>,
): Promise<void> {
  const log = createLogger(name, levelOf(env))
  const closers: (() => Promise<unknown> | unknown)[] = []
  let closing = false

  const stop = async (code: number, why: string) => {
    if (closing) return
    closing = true
    log.info({ why }, 'stopping')
    setTimeout(() => {
      log.error('closing took too long')
      void end(1)
    }, closeMaxMs).unref()
    for (const close of closers.reverse()) {
      try {
        await close()
      } catch (err) {
        log.error({ err }, 'something did not close')
      }
    }
    await end(code)
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(0, signal))
  const crash = (err: unknown) => {
    log.fatal({ err }, 'an uncaught error')
    void stop(1, 'error')
  }
  process.on('uncaughtException', crash)
  process.on('unhandledRejection', crash)

  limitCollections()
  try {
    await start({ log, onClose: (close) => closers.push(close) })
    log.info('started')
    void collectAtRest(settledMs)
  } catch (err) {
    if (err instanceof ConfigError || err instanceof StartFault) log.fatal(err.message)
    else if (outageOf(err)) log.fatal(`could not start: ${wordsOf(err as Error)}`)
    else log.fatal({ err }, 'could not start')
    await stop(1, 'start failed')
  }
}

/** Ends the process with its last lines written, whatever the reader of the log does. */
async function end(code: number): Promise<void> {
  // A write that a stalled reader holds up would keep even exit() from returning.
  if (!(await logOutput().flush(flushMaxMs))) process.kill(process.pid, 'SIGKILL')
  process.exit(code)
}
