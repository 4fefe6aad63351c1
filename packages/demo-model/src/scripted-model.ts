import type { Call } from './call.ts'
import type { Script, Step } from './script/script.ts'
import { parseScripts } from './script/script.ts'
import { createModelServer } from './server.ts'
import type { ModelServerOptions } from './stage.ts'

export interface ScriptedModel extends AsyncDisposable {
  /** `http://127.0.0.1:port` */
  url: string
  /** The base URL for an OpenAI client. */
  baseUrl: string
  /** Queues scripts; a list of steps is a script for the next call, whatever its question. */
  enqueue(...scripts: (Script | Step[])[]): void
  /** The oldest call that no script took, to be answered by the test. Each once; rejects after `timeoutMs` (a minute). */
  nextCall(wanted?: { match?: string; timeoutMs?: number }): Promise<Call>
  /** All calls so far, once there are at least `count`; rejects after `timeoutMs` (a minute). */
  callsReach(count: number, wanted?: { match?: string; timeoutMs?: number }): Promise<Call[]>
  /** Opens the gate that a step `{ hold: name }` waits at. */
  release(gate: string): void
  /** Every call, scripted or not, oldest first. */
  readonly calls: readonly Call[]
  /** Scripts that no call has taken yet. */
  readonly scriptsLeft: number
  /** Forgets scripts and calls and opens all gates, for the next test. */
  reset(): void
  close(): Promise<void>
}

/** A model on a free loopback port whose answers are scripted or written by the test. */
export async function startScriptedModel(options: ModelServerOptions = {}): Promise<ScriptedModel> {
  const server = createModelServer({ unscripted: 'claim', ...options })
  const { scripts, gates, log } = server
  const url = await server.listen()
  return {
    url,
    baseUrl: `${url}/v1`,
    enqueue(...given) {
      const whole = given.map((script) => (Array.isArray(script) ? { steps: script } : script))
      for (const script of parseScripts(whole)) scripts.add(script)
    },
    nextCall: (wanted) => log.nextCall(wanted),
    callsReach: (count, wanted) => log.callsReach(count, wanted),
    release: (gate) => gates.release(gate),
    get calls() {
      return log.calls
    },
    get scriptsLeft() {
      return scripts.length
    },
    reset() {
      scripts.clear()
      gates.reset()
      log.clear()
    },
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  }
}
