import { createParser } from 'eventsource-parser'
import { inBandFailure } from '../failures/failures.ts'
import { ModelError } from '../failures/problems.ts'
import type { Chunk } from './read-chunk.ts'
import { hasContent, readChunk } from './read-chunk.ts'

/** Largest event, or unstreamed body, in characters. */
const bufferMax = 8_388_608

const unreadable = (what: string) => ModelError({ cause: new Error(what) })

/**
 * The chunks of a provider's response, whatever its content type claims: Server-Sent Events (with any line ends,
 * comments, and characters split over packets) or one JSON object. Ends after [DONE], or after the body if a finish
 * reason came before. Raises MODEL_ERROR for a body that ends earlier. The caller must close the body.
 */
export async function* readResponse(body: AsyncIterator<Buffer>): AsyncGenerator<Chunk> {
  const decoder = new TextDecoder()
  const events = eventReader()
  let kind: 'unknown' | 'json' | 'events' = 'unknown'
  let start = ''
  let finished = false
  let started = false

  while (!events.done()) {
    const { value, done } = await body.next()
    if (done) break
    let text = decoder.decode(value, { stream: true })
    if (kind !== 'events') {
      start += text
      if (kind === 'unknown') kind = kindOf(start)
      if (kind !== 'events') {
        if (start.length > bufferMax) throw unreadable('the response is too long')
        continue
      }
      text = start
    }
    for (const chunk of events.feed(text)) {
      finished ||= chunk.finishReason !== undefined
      started ||= hasContent(chunk)
      yield chunk
    }
  }

  if (kind === 'json') {
    yield readWhole(start + decoder.decode())
    return
  }
  if (!events.done()) {
    // Some providers leave out the blank line after their last event.
    for (const chunk of events.feed('\n\n')) {
      finished ||= chunk.finishReason !== undefined
      yield chunk
    }
  }
  if (!finished && !(events.done() && started)) throw unreadable('the stream ended before the answer did')
}

const kindOf = (start: string) => {
  const first = start.replace(/^\uFEFF/, '').trimStart()[0]
  if (first === undefined) return 'unknown'
  return first === '{' || first === '[' ? 'json' : 'events'
}

function readWhole(text: string): Chunk {
  let whole: unknown
  try {
    whole = JSON.parse(text)
  } catch {
    throw unreadable('the response is no complete JSON')
  }
  const chunk = readChunk(whole)
  if (!hasContent(chunk) && !chunk.finishReason) throw unreadable('the response holds no answer')
  return { ...chunk, finishReason: chunk.finishReason ?? 'stop' }
}

function eventReader() {
  let chunks: Chunk[] = []
  let done = false
  let fault: unknown
  const parser = createParser({
    maxBufferSize: bufferMax,
    onEvent: ({ event, data }) => {
      if (done || fault || data === '') return
      if (data.trim() === '[DONE]') {
        done = true
        return
      }
      try {
        const value: unknown = JSON.parse(data)
        if (event === 'error') throw inBandFailure(value)
        chunks.push(readChunk(value))
      } catch (error) {
        fault = error instanceof SyntaxError ? unreadable('an event holds no JSON') : error
      }
    },
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') fault ??= unreadable('an event is too long')
    },
  })
  return {
    done: () => done,
    /** Yields the chunks before a fault, then raises the fault. */
    *feed(text: string): Generator<Chunk> {
      parser.feed(text)
      const read = chunks
      chunks = []
      yield* read
      if (fault) throw fault
    },
  }
}
