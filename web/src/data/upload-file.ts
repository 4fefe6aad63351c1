/** What sends the parts of a file; each may be sent again. */
export interface PartSender {
  send: (number: number, part: Blob, signal: AbortSignal) => Promise<void>
  /** Whether it is no use to send the part again. */
  isFinal: (error: unknown) => boolean
  pause: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Through a line of a phone each part arrives in time; a file of 2 GB is five hundred of them. */
export const partBytes = 4 * 1024 ** 2
const retriesMax = 8
const pauseMs = 500
const pauseMaxMs = 15_000

/**
 * Sends a file part by part: of it no more than one part is ever in memory, and a line that is lost for a while costs one part.
 * Returns how many there were. Throws what the last attempt at a part threw; an abort ends it.
 */
export async function uploadFile(
  file: Blob,
  { send, isFinal, pause }: PartSender,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<number> {
  const parts = Math.ceil(file.size / partBytes)
  for (let number = 1; number <= parts; number++) {
    const part = file.slice((number - 1) * partBytes, number * partBytes)
    for (let failures = 0; ; failures++) {
      signal.throwIfAborted()
      try {
        await send(number, part, signal)
        break
      } catch (error) {
        if (signal.aborted || isFinal(error) || failures >= retriesMax) throw error
        await pause(Math.min(pauseMs * 2 ** failures, pauseMaxMs), signal)
      }
    }
    onSent(Math.min(number * partBytes, file.size))
  }
  return parts
}
