import { ModelTimeout } from '../failures/problems.ts'
import type { RequestBody } from '../provider-api.ts'
import type { ModelClient } from '../providers/open-client.ts'
import type { Chunk } from '../responses/chunk.ts'
import type { ResponseReader } from '../responses/read-response.ts'
import { readResponse } from '../responses/read-response.ts'
import type { Target } from './choose-models.ts'
import { watchSilence } from './watch-silence.ts'

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
  /** The names of the tools that are offered. */
  tools?: ReadonlySet<string> | undefined
}

/**
 * Makes one call and yields the chunks of its response, within the provider's time limits. Silence ends it after the limit
 * for the first or the next token; signs of life extend that, up to a limit of their own. Once the answer may be complete
 * nothing extends the wait for the rest. Leaving the loop or aborting the signal closes the connection at once.
 */
export async function* callProvider(
  client: ModelClient,
  target: Target,
  { body, signal, totalMs, mayVoid, tools }: ProviderCall,
): AsyncGenerator<Chunk> {
  const { firstTokenTimeoutMs, betweenTokensTimeoutMs, lifeTimeoutMs, totalTimeoutMs } = target.provider
  const own = new AbortController()
  const ended = AbortSignal.any([signal, own.signal])
  const giveUp = (what: string) => own.abort(ModelTimeout({ cause: new Error(`no ${what} in time`) }))
  const total = setTimeout(giveUp, Math.min(totalMs, totalTimeoutMs), 'end')
  const silence = watchSilence(giveUp)
  let pieces: AsyncIterator<Buffer> | undefined
  let complete = false

  try {
    let deadline = performance.now() + firstTokenTimeoutMs
    silence.wait(deadline, 'response')
    const response = await client.complete(body, ended)
    silence.stop()
    pieces = response[Symbol.asyncIterator]()
    const reader = readResponse({ contentType: response.contentType, mayVoid, tools })
    let silenceMs = firstTokenTimeoutMs
    let lifeEnds = deadline - silenceMs + Math.max(silenceMs, lifeTimeoutMs)
    let finish: Chunk['finish'] = 'no'
    for (;;) {
      silence.wait(deadline, silenceMs === firstTokenTimeoutMs ? 'first token' : 'further token')
      const chunks = await readPiece(pieces, reader)
      silence.stop()
      // What broke after the end of an answer is no fault; the caller's own abort is.
      signal.throwIfAborted()
      complete = reader.done && reader.fault === undefined
      let spoke = false
      let turned = false
      for (const chunk of chunks) {
        yield chunk
        spoke ||= chunk.spoke
        turned ||= chunk.finish !== finish
        finish = chunk.finish
      }
      if (reader.fault !== undefined) throw reader.fault
      if (complete) return
      const now = performance.now()
      if (spoke) {
        silenceMs = betweenTokensTimeoutMs
        lifeEnds = now + Math.max(silenceMs, lifeTimeoutMs)
      }
      if (finish === 'no') deadline = Math.min(now + silenceMs, lifeEnds)
      else if (turned)
        deadline =
          now + (finish === 'sure' ? Math.min(afterFinishMs, betweenTokensTimeoutMs) : betweenTokensTimeoutMs)
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw own.signal.aborted ? own.signal.reason : error
  } finally {
    clearTimeout(total)
    silence.end()
    if (complete && pieces) void drain(pieces, own)
    else own.abort()
  }
}

/** The chunks of the next network piece, or of the end; a connection that breaks is an end as well. */
async function readPiece(pieces: AsyncIterator<Buffer>, reader: ResponseReader): Promise<Chunk[]> {
  try {
    const { value, done } = await pieces.next()
    return done === true ? reader.end() : reader.push(value)
  } catch (error) {
    return reader.end(error)
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
