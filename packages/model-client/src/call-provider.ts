import type { Target } from './choose-models.ts'
import { keyOf } from './choose-models.ts'
import type { ModelClient } from './open-client.ts'
import { isRefusal } from './open-client.ts'
import { ModelTimeout } from './problems.ts'
import type { RequestBody } from './provider-api.ts'
import type { Chunk } from './read-chunk.ts'
import { saysSomething } from './read-chunk.ts'
import { readResponse } from './read-response.ts'
import type { rememberRefused } from './refused-parameters.ts'

/** How long a connection may take to become reusable once the answer is complete. */
const drainMs = 1_000
/** How long to listen on for usage and [DONE] once the answer has finished. */
const afterFinishMs = 2_000

export interface ProviderCall {
  body: RequestBody
  refused: ReturnType<typeof rememberRefused>
  signal: AbortSignal
  /** What is left of the time for all calls together. */
  totalMs: number
}

/**
 * Makes one call and passes on what the provider says, within the provider's time limits. Leaving the loop, or
 * the signal, ends the connection at once. After the finish reason nothing can go wrong any more: what
 * breaks then only costs the usage.
 */
export async function* callProvider(
  client: ModelClient,
  target: Target,
  { body, refused, signal, totalMs }: ProviderCall,
): AsyncGenerator<Chunk> {
  const { provider } = target
  const own = new AbortController()
  const ended = AbortSignal.any([signal, own.signal])
  const giveUp = (what: string) => own.abort(ModelTimeout({ cause: new Error(`no ${what} in time`) }))
  const total = setTimeout(giveUp, Math.min(totalMs, provider.totalTimeoutMs), 'end')
  let finished = false
  let pieces: AsyncIterator<Buffer> | undefined
  let complete = false

  /** Waits for one step; past the deadline everything under way is aborted. */
  async function within<T>(deadline: number, what: string, step: PromiseLike<T>): Promise<T> {
    const timer = setTimeout(giveUp, Math.max(0, deadline - performance.now()), what)
    try {
      return await step
    } finally {
      clearTimeout(timer)
    }
  }

  try {
    let deadline = performance.now() + provider.firstTokenTimeoutMs
    const body = await within(deadline, 'response', request())
    pieces = body[Symbol.asyncIterator]()
    const chunks = readResponse(pieces)
    for (let spoke = false; ; ) {
      const { value: chunk, done } = await within(
        deadline,
        spoke ? 'further token' : 'first token',
        chunks.next(),
      )
      complete = done === true
      if (done) return
      spoke ||= saysSomething(chunk)
      finished ||= chunk.finishReason !== undefined
      yield chunk
      if (finished) deadline = performance.now() + afterFinishMs
      else if (spoke) deadline = performance.now() + provider.betweenTokensTimeoutMs
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (!finished) throw own.signal.aborted ? own.signal.reason : error
  } finally {
    clearTimeout(total)
    if (complete && pieces) void drain(pieces, own)
    else own.abort()
  }

  /** The body of the response; asks once more for each parameter that is refused. */
  async function request() {
    for (;;) {
      const sent = refused.without(keyOf(target), body)
      try {
        return await client.complete(sent, ended)
      } catch (error) {
        if (!(isRefusal(error) && refused.learn(keyOf(target), sent, error))) throw error
      }
    }
  }
}

/** Reads the last bytes in the background: a connection closed before them could not be used again. */
async function drain(pieces: AsyncIterator<Buffer>, owner: AbortController) {
  const timer = setTimeout(() => owner.abort(), drainMs).unref()
  try {
    while (!(await pieces.next()).done);
  } catch {
    // The answer is complete: how its connection ends is of no interest.
  } finally {
    clearTimeout(timer)
  }
}
