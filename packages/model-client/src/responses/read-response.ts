import { chooseChoice } from './choose-choice.ts'
import type { Chunk } from './chunk.ts'
import { decodeText } from './decode-text.ts'
import { joinAnswer } from './join-answer.ts'
import { readChunk } from './read-chunk.ts'
import type { Frames } from './read-frames.ts'
import { readFrames } from './read-frames.ts'

export interface ResponseOptions {
  contentType: string | null | undefined
  /** False: readers cannot take text back, so no chunk voids it. */
  mayVoid: boolean
  /** The names of the tools that were offered; calls of others are never read from the text. */
  tools?: ReadonlySet<string> | undefined
}

export interface ResponseReader {
  /** No more is to be read: the answer has ended, or `fault` tells why not. */
  readonly done: boolean
  /** What to raise once the chunks so far have been used. */
  readonly fault: unknown
  push: (bytes: Buffer) => Chunk[]
  /** The body has ended or, with a reason, was cut off. */
  end: (reason?: unknown) => Chunk[]
}

/**
 * Reads a provider's response, whatever shape it has, into chunks: each text once and thoughts apart from the answer. Network
 * pieces that say nothing give a chunk as well, as a sign of life. Ends after [DONE], or after the body if a finish reason
 * came before. Faults are MODEL_ERROR for a body that ends earlier, MODEL_EMPTY_ANSWER for an answer without text or tool
 * calls that was not cut by a limit, and the problems of errors inside the response.
 */
export function readResponse({ contentType, mayVoid, tools }: ResponseOptions): ResponseReader {
  const decoder = decodeText(contentType)
  const frames = readFrames()
  const choices = chooseChoice()
  const answer = joinAnswer(mayVoid, tools)
  let done = false
  let fault: unknown

  function read(take: () => Frames, ended: boolean): Chunk[] {
    const chunks: Chunk[] = []
    try {
      const frame = take()
      for (const value of choices.of(frame.values)) chunks.push(answer.take(readChunk(value)))
      done = ended || frames.done || frame.fault !== undefined
      if (frame.fault !== undefined) throw frame.fault
      if (done) for (const value of choices.end()) chunks.push(answer.take(readChunk(value)))
    } catch (error) {
      done = true
      // After the end of the answer a fault only costs the usage.
      if (answer.finish === 'no' || answer.distrusted) {
        fault = error
        return chunks
      }
    }
    if (done) finish(chunks)
    else if (chunks.length === 0) chunks.push(answer.signOfLife())
    return chunks
  }

  function finish(chunks: Chunk[]) {
    try {
      chunks.push(answer.end(frames))
    } catch (error) {
      fault = error
    }
  }

  return {
    get done() {
      return done
    },
    get fault() {
      return fault
    },
    push: (bytes) => read(() => frames.push(decoder.push(bytes)), false),
    end: (reason) => read(() => (reason === undefined ? frames.end() : { values: [], fault: reason }), true),
  }
}
