import type { Call } from '../call.ts'
import type { Flushed } from '../outlet.ts'
import { composeAnswer } from './compose.ts'

/** What the typing pace is kept by. */
export interface Clock {
  /** Milliseconds since some moment. */
  now: () => number
  /** Resolves after so many milliseconds, or when the signal fires; never rejects. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Says the demo answer on a call, without ending it; returns the reason to finish with. */
export async function sayAnswer(
  call: Call,
  model: string,
  { charsPerSecond, clock }: { charsPerSecond: number; clock: Clock },
): Promise<string> {
  const { reasoning, content, toolCall, finishReason } = composeAnswer(call.body, model)
  const pace = paced(call, charsPerSecond, clock)
  await pace(reasoning, (piece) => call.reasoning(piece))
  await pace(content, (piece) => call.delta(piece))
  if (toolCall) await call.toolCall(toolCall)
  return finishReason
}

/**
 * Types text out piece by piece. The pace is kept against the start and not from piece to piece, so late
 * timers do not add up; a caller who does not stream waits for nothing.
 */
function paced(call: Call, charsPerSecond: number, clock: Clock) {
  const start = clock.now()
  const typing = charsPerSecond > 0 && call.body.stream === true
  let typed = 0
  return async (text: string, send: (piece: string) => Flushed) => {
    for (const [piece] of text.matchAll(pieces)) {
      if (call.signal.aborted) return
      const flushed = send(piece)
      if (flushed) await flushed
      typed += piece.length
      const early = start + (typed * 1000) / charsPerSecond - clock.now()
      if (typing && early > 1) await clock.wait(early, call.signal)
    }
  }
}

// About what a tokenizer would cut: a few Han characters, or a word with the blank before it.
const pieces = /\p{Script=Han}{1,3}|\s{0,8}[^\s\p{Script=Han}]{1,12}|\s{1,8}/gu
