import { requestBytes } from '@lingzhi/bus/request-bytes'
import { ReadFile } from '@lingzhi/contracts/files'
import { Problem } from '@lingzhi/contracts/problem'
import { delay } from '@lingzhi/runtime/delay'
import type { Deps } from '../deps.ts'

/** Reading is tried again for about five seconds: a file's service that restarts costs no answer. */
const triesMax = 5

interface Wanted {
  userId: string
  fileId: string
  variant: 'model-image' | 'text'
  page?: number | undefined
}

/**
 * The bytes of a file in one of its forms; undefined when it is not there any more, or not this user's. Raises
 * SERVICE_UNAVAILABLE, and the signal's reason.
 */
export async function readAttachment(
  { bus }: Pick<Deps, 'bus'>,
  { userId, fileId, variant, page }: Wanted,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const asked = { user_id: userId, file_id: fileId, variant, ...(page !== undefined && { page }) }
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted()
    try {
      return Buffer.concat((await requestBytes(bus, ReadFile, asked)).pieces)
    } catch (err) {
      if (err instanceof Problem && err.status < 500) return undefined
      if (tries === triesMax) throw err
      await delay(150 * 2 ** tries, signal)
    }
  }
}
