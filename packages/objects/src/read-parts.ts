import type { ByteRange } from './byte-range.ts'
import type { ObjectStore } from './object-store.ts'

/**
 * The bytes of a range, part by part; parts outside it are not touched, and the next one is on its way while one
 * is being sent.
 */
export async function* readParts(
  { store }: { store: Pick<ObjectStore, 'get'> },
  parts: readonly { object: string; bytes: number }[],
  { first, last }: ByteRange,
): AsyncGenerator<Buffer, void, undefined> {
  const slices: { object: string; from: number; to: number }[] = []
  let start = 0
  for (const { object, bytes } of parts) {
    const from = Math.max(first - start, 0)
    const to = Math.min(last + 1 - start, bytes)
    if (from < to) slices.push({ object, from, to })
    start += bytes
  }
  const fetch = (index: number) => {
    const part = slices[index]
    const coming = part && store.get(part.object).then(({ pieces }) => cut(pieces, part))
    coming?.catch(() => {})
    return coming
  }
  let coming = fetch(0)
  for (let index = 1; coming; index++) {
    const pieces = await coming
    coming = fetch(index)
    yield* pieces
  }
}

/** What lies in [from, to) of the bytes the pieces are together. */
function* cut(pieces: Buffer[], { from, to }: { from: number; to: number }): Generator<Buffer> {
  let start = 0
  for (const piece of pieces) {
    const within = piece.subarray(Math.max(from - start, 0), Math.max(to - start, 0))
    if (within.length > 0) yield within
    start += piece.length
  }
}
