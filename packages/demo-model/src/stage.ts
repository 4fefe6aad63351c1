import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Clock } from './answer/write-answer.ts'
import { CallLog } from './script/call-log.ts'
import { Gates } from './script/gates.ts'
import { ScriptQueue } from './script/script-queue.ts'

export interface ModelServerOptions {
  /** Pace of the demo answer. Default 0: as fast as the caller reads. */
  charsPerSecond?: number
  /** The clock of the pace. Default: the real one. */
  clock?: Clock
  /** If set, required as a bearer token. */
  apiKey?: string
  /** The only models known (404 for others). Default: any name is accepted. */
  models?: readonly string[]
  /** What happens to a call that no script takes: it gets the demo answer, or waits for `nextCall`. Default `answer`. */
  unscripted?: 'answer' | 'claim'
  /** Opens /control to scripts from other processes. Never set it where users can reach the port. */
  control?: boolean
  /** How long an unscripted call waits to be claimed before it fails with 500. Default 10 s. */
  claimWithinMs?: number
  /** How many calls are kept. Default 1000; none if they cannot be read by a test or at /control. */
  callsMax?: number
  /** One line per request, never its content. Default: silent. */
  logger?: Logger
}

/** The state shared by all requests to this server. */
export type Stage = ReturnType<typeof setStage>

const demoModel = 'lingzhi-demo'

const wait = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal }).catch(() => {})

export function setStage(options: ModelServerOptions) {
  const { unscripted = 'answer', control = false, models = [] } = options
  return {
    scripts: new ScriptQueue(),
    gates: new Gates(),
    log: new CallLog(options.callsMax ?? 1000),
    models,
    defaultModel: models[0] ?? demoModel,
    charsPerSecond: options.charsPerSecond ?? 0,
    clock: options.clock ?? { now: () => performance.now(), wait },
    claimWithinMs: options.claimWithinMs ?? 10_000,
    recording: control || unscripted === 'claim',
    unscripted,
    control,
    apiKey: options.apiKey,
  }
}
