import { ModelTimeout } from '../failures/problems.ts'
import type { RequestBody } from '../provider-api.ts'
import type { ModelClient } from '../providers/open-client.ts'
import type { Chunk } from '../responses/read-chunk.ts'
import { hasContent } from '../responses/read-chunk.ts'
import { readResponse } from '../responses/read-response.ts'
import type { Target } from './choose-models.ts'

/** How long a connection may take to become reusable once the answer is complete. */
const drainMs = 1_000
/** How long to wait for usage and [DONE] after the finish reason. */
const afterFinishMs = 2_000

export interface ProviderCall {
  body: RequestBody
  signal: AbortSignal
  /** Time left for all calls of the answer together. */
  totalMs: number
}

/**
 * Makes one call and yields the chunks of its response, within the provider's time limits. Leaving the loop or aborting
 * the signal closes the connection at once. A failure after the finish reason is not raised: it only costs the usage.
 */
export async function* callProvider(
  client: ModelClient,
  target: Target,
  { body, signal, totalMs }: ProviderCall,
): AsyncGenerator<Chunk> {
  const { provider } = target
  const own = new AbortController()
  const ended = AbortSignal.any([signal, own.signal])
  const giveUp = (what: string) => own.abort(ModelTimeout({ cause: new Error(`no ${what} in time`) }))
  const total = setTimeout(giveUp, Math.min(totalMs, provider.totalTimeoutMs), 'end')
  let finished = false
  let pieces: AsyncIterator<Buffer> | undefined
  let complete = false

  /** Waits for one step; past the deadline the whole call is aborted. */
  async function byDeadline<T>(deadline: number, what: string, step: PromiseLike<T>): Promise<T> {
    const timer = setTimeout(giveUp, Math.max(0, deadline - performance.now()), what)
    try {
      return await step
    } finally {
      clearTimeout(timer)
    }
  }

  try {
    let deadline = performance.now() + provider.firstTokenTimeoutMs
    const response = await byDeadline(deadline, 'response', client.complete(body, ended))
    pieces = response[Symbol.asyncIterator]()
    const chunks = readResponse(pieces)
    for (let started = false; ; ) {
      const { value: chunk, done } = await byDeadline(
        deadline,
        started ? 'further token' : 'first token',
        chunks.next(),
      )
      complete = done === true
      if (done) return
      started ||= hasContent(chunk)
      finished ||= chunk.finishReason !== undefined
      yield chunk
      if (finished) deadline = performance.now() + afterFinishMs
      else if (started) deadline = performance.now() + provider.betweenTokensTimeoutMs
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (!finished) throw own.signal.aborted ? own.signal.reason : error
  } finally {
    clearTimeout(total)
    if (complete && pieces) void drain(pieces, own)
    else own.abort()
  }
}

/** Reads the last bytes in the background, because a connection closed before them cannot be reused. */
async function drain(pieces: AsyncIterator<Buffer>, owner: AbortController) {
  const timer = setTimeout(() => owner.abort(), drainMs).unref()
  try {
    while (!(await pieces.next()).done);
  } catch {
    // The answer is complete, so it does not matter how the connection ends.
  } finally {
    clearTimeout(timer)
  }
}
