import type { Piece } from './read-stream.ts'

/** Pieces that came within so long of each other came together. */
const togetherMs = 2
/** Of an answer of a thousand characters, in how many moments it has to come at least. */
const momentsMin = 3
/** The part of the whole wait after which `start` is late: a busy machine takes its time to it, a buffer all of it. */
const startShareMax = 0.9

/**
 * Throws unless an answer came as it was written, and not from the buffer of a proxy: `start` long before the end, and the text
 * in moments of its own. Returns it in words.
 */
export function judgeFlow(pieces: Piece[], askedAtMs: number): string {
  const texts = pieces.filter(({ event }) => event === '')
  const startedAtMs = pieces.find(({ event }) => event === 'start')!.atMs
  const wholeMs = pieces.at(-1)!.atMs - askedAtMs
  const moments = texts.filter((one, n) => n === 0 || one.atMs - texts[n - 1]!.atMs > togetherMs).length
  if (texts.length < 2) throw new Error('the answer came in one piece')
  if (startedAtMs - askedAtMs > wholeMs * startShareMax || moments < momentsMin)
    throw new Error(
      `something on the way buffers: start came after ${Math.round(startedAtMs - askedAtMs)} of ${Math.round(wholeMs)} ms, and the text in ${moments} moments`,
    )
  return `${texts.length} pieces in ${moments} moments within ${Math.round(wholeMs)} ms`
}
