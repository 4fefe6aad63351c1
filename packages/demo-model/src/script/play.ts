import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import type { Call } from '../call.ts'
import type { Gates } from './gates.ts'
import type { Script, Step } from './script.ts'

export interface PlayDeps {
  gates: Gates
  /** Writes the demo answer to this call, without finishing it. */
  answer: (call: Call) => Promise<unknown>
}

/** Plays a script on a call; ends early when the caller leaves. */
export async function play(call: Call, script: Script, deps: PlayDeps) {
  for (const step of script.steps) {
    if (call.state !== 'open') return
    await (typeof step === 'string' ? call.delta(step) : playStep(call, step, deps))
  }
  if (call.state === 'open') await call.finish()
}

async function playStep(
  call: Call,
  step: Exclude<Step, string>,
  { gates, answer }: PlayDeps,
): Promise<unknown> {
  if (step.delta !== undefined) return call.delta(step.delta)
  if (step.reasoning !== undefined) return call.reasoning(step.reasoning)
  if (step.toolCall) return call.toolCall(step.toolCall)
  if (step.repeat) return repeat(call, step.repeat)
  if (step.answer) return answer(call)
  if (step.open) return call.open()
  if (step.as) return call.as(step.as)
  if (step.framing) return call.framing(step.framing)
  if (step.raw !== undefined) return call.raw(step.raw)
  if (step.rawBase64 !== undefined) return call.raw(Buffer.from(step.rawBase64, 'base64'))
  if (step.waitMs !== undefined) return delay(step.waitMs, undefined, { signal: call.signal }).catch(() => {})
  if (step.hold !== undefined) return Promise.race([gates.opened(step.hold), call.aborted])
  if (step.stall) return call.aborted
  if (step.error) return call.error(step.error)
  if (step.fail) return call.fail(step.fail.status, step.fail)
  if (step.respond) return call.respond(step.respond)
  if (step.cut) return call.cut(step.cut)
  return call.finish(step.finish)
}

type Repeat = NonNullable<Exclude<Step, string>['repeat']>

async function repeat(call: Call, { count, text, size = 16, delayMs }: Repeat) {
  const send = call.repeated(text ?? 'x'.repeat(size))
  for (let sent = 0; sent < count && call.state === 'open'; sent++) {
    const flushed = send()
    if (flushed) await flushed
    if (delayMs === 0) await nextTurn()
    else if (delayMs) await delay(delayMs, undefined, { signal: call.signal }).catch(() => {})
  }
}
