import { ModelTimeout } from '../failures/problems.ts'
import type { RequestBody } from '../provider-api.ts'
import type { ModelClient } from '../providers/open-client.ts'
import type { Chunk } from '../responses/read-response.ts'
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
  /** False: readers cannot take text back. */
  mayVoid: boolean
}

/**
 * Makes one call and yields the chunks of its response, within the provider's time limits. Silence ends it after the limit
 * for the first or the next token; signs of life extend that, up to a limit of their own. Once the answer may be complete
 * nothing extends the wait for the rest. Leaving the loop or aborting the signal closes the connection at once.
 */
export async function* callProvider(
  client: ModelClient,
  target: Target,
  { body, signal, totalMs, mayVoid }: ProviderCall,
): AsyncGenerator<Chunk> {
  const { firstTokenTimeoutMs, betweenTokensTimeoutMs, lifeTimeoutMs, totalTimeoutMs } = target.provider
  const own = new AbortController()
  const ended = AbortSignal.any([signal, own.signal])
  const giveUp = (what: string) => own.abort(ModelTimeout({ cause: new Error(`no ${what} in time`) }))
  const total = setTimeout(giveUp, Math.min(totalMs, totalTimeoutMs), 'end')
  const silence = openWatch(giveUp)
  let pieces: AsyncIterator<Buffer> | undefined
  let complete = false

  try {
    let deadline = performance.now() + firstTokenTimeoutMs
    silence.until(deadline, 'response')
    const response = await client.complete(body, ended)
    pieces = response[Symbol.asyncIterator]()
    const chunks = readResponse(pieces, { contentType: response.contentType, mayVoid })
    let silenceMs = firstTokenTimeoutMs
    let lifeEnds = deadline - silenceMs + Math.max(silenceMs, lifeTimeoutMs)
    let finish: Chunk['finish'] = 'no'
    for (;;) {
      silence.until(deadline, silenceMs === firstTokenTimeoutMs ? 'first token' : 'further token')
      const { value: chunk, done } = await chunks.next()
      silence.pause()
      // What broke after the end of an answer is no fault; the caller's own abort is.
      signal.throwIfAborted()
      complete = done === true
      if (done) return
      yield chunk
      const now = performance.now()
      if (chunk.spoke) {
        silenceMs = betweenTokensTimeoutMs
        lifeEnds = now + Math.max(silenceMs, lifeTimeoutMs)
      }
      if (chunk.finish === 'no') deadline = Math.min(now + silenceMs, lifeEnds)
      else if (chunk.finish !== finish)
        deadline =
          now +
          (chunk.finish === 'sure' ? Math.min(afterFinishMs, betweenTokensTimeoutMs) : betweenTokensTimeoutMs)
      finish = chunk.finish
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw own.signal.aborted ? own.signal.reason : error
  } finally {
    clearTimeout(total)
    silence.close()
    if (complete && pieces) void drain(pieces, own)
    else own.abort()
  }
}

/** One timer for all waits of a call: it looks for itself whether the current wait has lasted too long. */
function openWatch(giveUp: (what: string) => void) {
  let deadline = Number.POSITIVE_INFINITY
  let what = ''
  let timer: NodeJS.Timeout | undefined
  let firesAt = Number.POSITIVE_INFINITY
  const wake = () => {
    timer = undefined
    if (deadline === Number.POSITIVE_INFINITY) return
    if (performance.now() >= deadline) giveUp(what)
    else arm()
  }
  const arm = () => {
    clearTimeout(timer)
    firesAt = deadline
    timer = setTimeout(wake, Math.max(0, deadline - performance.now()))
  }
  return {
    until(time: number, name: string) {
      deadline = time
      what = name
      if (!timer || time < firesAt) arm()
    },
    pause() {
      deadline = Number.POSITIVE_INFINITY
    },
    close: () => clearTimeout(timer),
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
