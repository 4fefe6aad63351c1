import type { Call } from '../call.ts'
import type { Flushed } from '../outlet.ts'
import { composeAnswer } from './compose.ts'

/** The clock of the answer's pace. */
export interface Clock {
  /** Milliseconds since an arbitrary moment. */
  now: () => number
  /** Resolves after `ms` milliseconds, or when the signal fires; never rejects. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Writes the demo answer to a call, without finishing it; returns the finish reason. */
export async function writeAnswer(
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
 * Writes text piece by piece. The pace is measured from the start and not from piece to piece, so late timers do not add
 * up. A caller that does not stream gets no pauses.
 */
function paced(call: Call, charsPerSecond: number, clock: Clock) {
  const start = clock.now()
  const isPaced = charsPerSecond > 0 && call.body.stream === true
  let written = 0
  return async (text: string, send: (piece: string) => Flushed) => {
    for (const [piece] of text.matchAll(pieces)) {
      if (call.signal.aborted) return
      const flushed = send(piece)
      if (flushed) await flushed
      written += piece.length
      const early = start + (written * 1000) / charsPerSecond - clock.now()
      if (isPaced && early > 1) await clock.wait(early, call.signal)
    }
  }
}

// Roughly a tokenizer's pieces: a few Han characters, or a word with the space before it.
const pieces = /\p{Script=Han}{1,3}|\s{0,8}[^\s\p{Script=Han}]{1,12}|\s{1,8}/gu
