import { createHash } from 'node:crypto'
import { createPartBuffer } from '@lingzhi/objects/part-buffer'
import { letGoOf } from '@lingzhi/runtime/collect-garbage'
import type { Config } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import { storePart } from './store-part.ts'

/** Small enough that two a process hold little, large enough that a file of 2 GB is a thousand of them. */
const partBytes = 2 * 1024 ** 2

/**
 * Stores a file as it arrives: one part is stored while the next comes in, and no more is read while it is not. Returns its size
 * and digest. Raises what storePart does.
 */
export async function receiveFile(
  deps: Pick<Deps, 'db' | 'store'>,
  limits: Parameters<typeof storePart>[1] & Pick<Config, 'IMPORT_MAX_BYTES'>,
  job: { id: string; requested_by: string },
  bytes: AsyncIterable<Buffer>,
): Promise<{ bytes: number; sha256: string }> {
  const whole = createHash('sha256')
  let size = 0
  let number = 1
  let storing: Promise<unknown> = Promise.resolve()
  let [filling, stored] = [createPartBuffer(partBytes + 256 * 1024), createPartBuffer(partBytes + 256 * 1024)]
  const store = async () => {
    await storing
    // What came from the socket, and what went to the store.
    letGoOf(2 * filling.size())
    storing = storePart(deps, limits, job, { number, bytes: filling.bytes() })
    storing.catch(() => {})
    number += 1
    ;[filling, stored] = [stored, filling]
    filling.clear()
  }
  for await (const piece of bytes) {
    whole.update(piece)
    size += piece.length
    filling.append(piece)
    if (filling.size() >= partBytes) await store()
  }
  if (filling.size() > 0) await store()
  await storing
  return { bytes: size, sha256: whole.digest('hex') }
}
