import { recordFact } from '@lingzhi/bus/outbox'
import { FileReady, FileRejected } from '@lingzhi/contracts/files'
import { newId } from '@lingzhi/contracts/ids'
import { transact } from '@lingzhi/db/retry'
import { counter } from '@lingzhi/metrics/instruments'
import { sha256Of } from '@lingzhi/objects/digest'
import type { Config } from '../config.ts'
import type { StoredFile } from '../database.ts'
import type { Deps } from '../deps.ts'
import { announceObject, findFile, piecesOf } from '../files.queries.ts'
import { adjustReserved, leftOf, releaseFile, usageOf } from '../quota/quota.queries.ts'
import { eraseObjects } from '../removal/remove-file.ts'
import type { Kind } from '../uploads/sniff.ts'
import type { Found, Refusal } from './findings.ts'
import { claimNext, endFile, releaseRun, touchFile } from './inspection.queries.ts'
import { runInspector } from './run-inspector.ts'
import { scan } from './scan.ts'
import { signalFile, watchFile } from './signals.ts'

const ended = counter('lingzhi_files_total', 'Files that were looked at here.', ['outcome'])

/** Attempts after which a file is given up: looking at it ends the worker, again and again. */
const attemptsMax = 5

class TakenAway extends Error {}

type Scanned = Pick<StoredFile, 'scan'>

/**
 * Looks to its end at the file whose turn it is, for which the one delivered waited: a delivery says that there is one more, not which. Throws
 * when it should come again: because another worker holds the one delivered, or because this attempt failed and more are allowed.
 */
export async function inspectFile(
  deps: Deps,
  config: Config,
  delivered: string,
  closing: AbortSignal,
): Promise<void> {
  const { db, bus } = deps
  const run = newId()
  // Half the lease: what the queue delivers again is free by then.
  const file = await transact(db, (trx) => claimNext(trx, run, config.FILES_LEASE_MS / 2))
  if (!file) {
    if ((await findFile(db, delivered))?.status === 'processing')
      throw new Error('another worker has this file')
    return
  }
  if (file.attempts > attemptsMax) return void (await reject(deps, file, run, 'FILE_UNREADABLE'))
  const taken = new AbortController()
  const signal = AbortSignal.any([taken.signal, closing])
  const touch = async () => {
    const mine = await touchFile(db, file.id, run).catch(() => true)
    if (!mine) taken.abort(new TakenAway())
  }
  const beat = setInterval(touch, config.FILES_LEASE_MS / 10)
  const watch = watchFile(bus, file.id, (change) => void (change === 'ended' && touch()))
  try {
    await eraseObjects(deps, file.id, { run })
    await look(deps, config, file, run, signal)
  } catch (err) {
    if (taken.signal.aborted || err instanceof TakenAway) return
    await releaseRun(db, file.id, run).catch(() => {})
    throw err
  } finally {
    clearInterval(beat)
    watch.close()
  }
}

async function look(deps: Deps, config: Config, file: StoredFile, run: string, signal: AbortSignal) {
  const bytes = await originalOf(deps, file)
  signal.throwIfAborted()
  const { FILES_CLAMD_URL } = config
  let scanned: Scanned = { scan: 'unscanned' }
  if (FILES_CLAMD_URL) {
    const { found } = await scan(FILES_CLAMD_URL, bytes, signal)
    if (found !== null) {
      deps.log.warn({ file_id: file.id, signature: found, audit: true }, 'the virus scanner refused a file')
      return reject(deps, file, run, 'FILE_INFECTED', { scan: 'infected' })
    }
    scanned = { scan: 'clean' }
  }
  const finding = await runInspector(config, file.media_type as Kind, bytes, signal)
  if ('refused' in finding) return reject(deps, file, run, finding.refused, scanned)
  await complete(deps, config, file, run, finding, scanned)
}

/** All bytes of a file. Throws when they are not what was uploaded. */
async function originalOf({ db, store }: Pick<Deps, 'db' | 'store'>, file: StoredFile): Promise<Buffer> {
  const pieces: Buffer[] = []
  for (const { object } of await piecesOf(db, file, 'original'))
    pieces.push(...(await store.get(object)).pieces)
  const bytes = Buffer.concat(pieces)
  if (sha256Of(bytes) !== file.sha256) throw new Error('the stored file is not what was uploaded')
  return bytes
}

async function complete(
  deps: Deps,
  config: Config,
  file: StoredFile,
  run: string,
  found: Found,
  scanned: Scanned,
): Promise<void> {
  const { db, store, bus, outbox, now } = deps
  // What is made of a small file may be large: it holds whichever is more.
  const made = found.variants.reduce((sum, { bytes }) => sum + bytes.length, 0)
  const reserved = Math.max(file.reserved, made)
  if (await isTooMuch(db, file, reserved - file.reserved, config))
    return reject(deps, file, run, 'QUOTA_EXCEEDED', scanned)
  for (const [seq, { kind, bytes }] of found.variants.entries()) {
    const object = `file/${file.id}/${kind}-${newId()}`
    const piece = { object, file_id: file.id, kind, seq, bytes: bytes.length, sha256: sha256Of(bytes), run }
    if (!(await announceObject(db, piece))) throw new TakenAway()
    await store.put(object, bytes)
  }
  const { variants, ...measures } = found
  const mediaType = file.media_type === 'text/plain' ? textTypeOf(file.name) : file.media_type
  const mine = await transact(db, async (trx) => {
    const end = {
      ...({ status: 'ready', ended_at: now(), media_type: mediaType, reserved } as const),
      ...measures,
      ...scanned,
    }
    const ready = await endFile(trx, file.id, run, end)
    const told = { file_id: file.id, user_id: file.user_id, media_type: mediaType }
    if (ready) {
      await adjustReserved(trx, file.user_id, reserved - file.reserved, config)
      await recordFact(trx, FileReady, told)
    }
    return ready
  })
  if (!mine) throw new TakenAway()
  ended.inc({ outcome: 'ready' })
  outbox.wake()
  signalFile(bus, file.id, 'ended')
}

async function reject(
  deps: Deps,
  file: StoredFile,
  run: string,
  reason: Refusal | 'FILE_INFECTED' | 'QUOTA_EXCEEDED',
  scanned: Scanned = { scan: 'unscanned' },
): Promise<void> {
  const { db, bus, outbox, now, log } = deps
  const mine = await transact(db, async (trx) => {
    const end = { status: 'rejected', reason, ended_at: now(), reserved: 0, ...scanned } as const
    const rejected = await endFile(trx, file.id, run, end)
    if (!rejected) return undefined
    await releaseFile(trx, file.user_id, file.reserved)
    await recordFact(trx, FileRejected, { file_id: file.id, user_id: file.user_id, reason })
    return rejected
  })
  if (!mine) throw new TakenAway()
  ended.inc({ outcome: 'rejected' })
  outbox.wake()
  signalFile(bus, file.id, 'ended')
  log.info({ file_id: file.id, reason }, 'a file was rejected')
  await eraseObjects(deps, file.id).catch((err) =>
    log.warn({ err, file_id: file.id }, 'the bytes of a rejected file could not be removed yet'),
  )
}

/** Whether what is made of a file is more than its owner has room for. */
async function isTooMuch(db: Deps['db'], { user_id }: StoredFile, more: number, config: Config) {
  return more > 0 && more > leftOf(await usageOf(db, user_id), config).bytes_left
}

/** Text is text: what kind of it, only its name tells. */
function textTypeOf(name: string): string {
  if (/\.(md|markdown)$/i.test(name)) return 'text/markdown'
  return /\.csv$/i.test(name) ? 'text/csv' : 'text/plain'
}
