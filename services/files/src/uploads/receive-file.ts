import { createHash } from 'node:crypto'
import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { FileTooLarge, ImageTooLarge, QuotaExceeded, UnsupportedFile } from '@lingzhi/contracts/file-problems'
import { newId } from '@lingzhi/contracts/ids'
import { Problem } from '@lingzhi/contracts/problem'
import { transact } from '@lingzhi/db/retry'
import { sha256Of } from '@lingzhi/objects/digest'
import { StoreFull } from '@lingzhi/objects/object-store'
import { createPartBuffer } from '@lingzhi/objects/part-buffer'
import type { Config } from '../config.ts'
import type { StoredFile } from '../database.ts'
import type { Deps } from '../deps.ts'
import { announceObject, expectUntil, findByContent, insertFile } from '../files.queries.ts'
import { FileNotUploading } from '../problems.ts'
import { reserveFile } from '../quota/quota.queries.ts'
import { removeFile } from '../removal/remove-file.ts'
import { cleanName } from './clean-name.ts'
import { isTooLarge, pixelsOf } from './pixels.ts'
import type { Upload } from './read-upload.ts'
import { settleUpload } from './settle-upload.ts'
import { fileBytesMax, headBytes, type Kind, kinds, sniff } from './sniff.ts'

const partBytes = 2 * 1024 ** 2
/** An upload that nothing was heard of for this long is given up. */
const silenceMaxMs = 30_000
const beatMs = 5_000
const retryAfterS = 30

type Uploading = Pick<Deps, 'db' | 'store' | 'bus' | 'outbox' | 'now' | 'log'>

/**
 * Stores a file as it arrives, in parts, with its digest. What it is must show in its beginning and room for it is taken before
 * anything is stored; a file that the user has already is that file, also where there is no room for another. Raises UNSUPPORTED_FILE, FILE_TOO_LARGE, IMAGE_TOO_LARGE,
 * QUOTA_EXCEEDED; whatever it raises, nothing of the file stays.
 */
export async function receiveFile(
  deps: Uploading,
  config: Config,
  userId: string,
  upload: Upload,
): Promise<{ file: StoredFile; isExisting: boolean }> {
  const { head, whole, rest } = await readHead(upload.bytes)
  const kind = sniff(head, whole)
  if (!kind) throw UnsupportedFile()
  const size = pixelsOf(kind, head)
  if (size && isTooLarge(size)) throw ImageTooLarge()
  const { bytesMax } = kinds[kind]
  const expected = whole ? head.length : Math.min(upload.size ?? bytesMax, bytesMax)
  let file: StoredFile
  try {
    file = await addFile(deps, config, { userId, name: upload.name, bytes: expected })
  } catch (err) {
    const same =
      isQuotaExceeded(err) && (await findByContent(deps.db, userId, await digestOf(rest, bytesMax)))
    if (same) return { file: same, isExisting: true }
    throw err
  }
  const stop = keepExpected(deps, file.id)
  try {
    const received = await storeParts(deps, file, kind, rest)
    return await settleUpload(deps, config, file, received)
  } catch (err) {
    await removeFile(deps, file.id, null).catch((cause) =>
      deps.log.warn({ err: cause, file_id: file.id }, 'what is left of an upload could not be removed yet'),
    )
    throw err instanceof StoreFull ? ServiceUnavailable({ retryAfterS, cause: err }) : err
  } finally {
    stop()
  }
}

const isQuotaExceeded = (err: unknown) => err instanceof Problem && err.code === QuotaExceeded.code

/** Reads on without storing anything. Raises FILE_TOO_LARGE. */
async function digestOf(bytes: AsyncIterable<Buffer>, bytesMax: number): Promise<string> {
  const whole = createHash('sha256')
  let size = 0
  for await (const piece of bytes) {
    size += piece.length
    if (size > bytesMax) throw FileTooLarge()
    whole.update(piece)
  }
  return whole.digest('hex')
}

/** A row for a file on its way, with the room for it. */
export function addFile(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  config: Config,
  asked: { userId: string; name: string; bytes: number; sha256?: string; forMs?: number },
): Promise<StoredFile> {
  const at = now()
  return transact(db, async (trx) => {
    await reserveFile(trx, asked.userId, asked.bytes, config)
    return insertFile(trx, {
      id: newId(),
      user_id: asked.userId,
      name: cleanName(asked.name),
      reserved: asked.bytes,
      bytes: asked.bytes,
      sha256: asked.sha256 ?? null,
      created_at: at,
      expires_at: new Date(at.getTime() + (asked.forMs ?? silenceMaxMs)),
    })
  })
}

function keepExpected({ db, now }: Pick<Deps, 'db' | 'now'>, id: string): () => void {
  const beat = setInterval(() => {
    expectUntil(db, id, new Date(now().getTime() + silenceMaxMs)).catch(() => {})
  }, beatMs)
  return () => clearInterval(beat)
}

/** One part is stored while the next comes in, and no more is read while it is not. */
async function storeParts(
  { db, store }: Pick<Deps, 'db' | 'store'>,
  { id }: StoredFile,
  kind: Kind,
  bytes: AsyncIterable<Buffer>,
): Promise<{ bytes: number; sha256: string; kind: Kind }> {
  const whole = createHash('sha256')
  let size = 0
  let seq = 1
  let storing: Promise<unknown> = Promise.resolve()
  let [filling, stored] = [createPartBuffer(partBytes / 8), createPartBuffer(partBytes / 8)]
  const storeOne = async (part: Buffer) => {
    const object = `file/${id}/${seq}-${newId()}`
    const piece = { object, file_id: id, kind: 'original' as const, seq, bytes: part.length, run: null }
    seq += 1
    if (!(await announceObject(db, { ...piece, sha256: sha256Of(part) }))) throw FileNotUploading()
    await store.put(object, part)
  }
  const storeFilled = async () => {
    await storing
    storing = storeOne(filling.bytes())
    storing.catch(() => {})
    ;[filling, stored] = [stored, filling]
    filling.clear()
  }
  try {
    for await (const piece of bytes) {
      size += piece.length
      if (size > kinds[kind].bytesMax) throw FileTooLarge()
      whole.update(piece)
      filling.append(piece)
      if (filling.size() >= partBytes) await storeFilled()
    }
    if (filling.size() > 0) await storeFilled()
  } finally {
    // What is removed after a failure must not be stored behind its back.
    await storing.catch(() => {})
  }
  await storing
  return { bytes: size, sha256: whole.digest('hex'), kind }
}

/** The beginning of a file, and all of it once more. */
async function readHead(bytes: AsyncIterable<Buffer>) {
  const iterator = bytes[Symbol.asyncIterator]()
  const pieces: Buffer[] = []
  let size = 0
  let whole = false
  while (size < headBytes && !whole) {
    const { done, value } = await iterator.next()
    if (done) whole = true
    else {
      pieces.push(value)
      size += value.length
    }
  }
  if (size > fileBytesMax) throw FileTooLarge()
  const head = Buffer.concat(pieces)
  async function* rest() {
    yield head
    if (!whole)
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  }
  return { head, whole, rest: rest() }
}
