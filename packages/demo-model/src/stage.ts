import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Clock } from './answer/say.ts'
import { CallLog } from './script/call-log.ts'
import { Gates } from './script/gates.ts'
import { ScriptQueue } from './script/script-queue.ts'

export interface ModelServerOptions {
  /** Typing pace of the demo answer. Default 0: as fast as the caller reads. */
  charsPerSecond?: number
  /** What the pace is kept by. Default: time itself. */
  clock?: Clock
  /** Demanded as a bearer token when set. */
  apiKey?: string
  /** The only models known (404 for others). Default: any name is accepted. */
  models?: readonly string[]
  /** What becomes of a call that no script takes: the demo answer, or a wait for `nextCall`. Default `answer`. */
  unscripted?: 'answer' | 'claim'
  /** Opens /control to scripts from other processes. Never set it where users can reach the port. */
  control?: boolean
  /** How long an unscripted call waits to be claimed before it fails with 500. Default 10 s. */
  claimWithinMs?: number
  /** How many calls are remembered. Default 1000; none when nobody could ask for them. */
  callsMax?: number
  /** One line per request, never its content. Default: silent. */
  logger?: Logger
}

/** Everything a request to this server may touch. */
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
