import type { Serving } from '@lingzhi/bus/request'
import { sendRequest } from '@lingzhi/bus/request'
import { serveBytes } from '@lingzhi/bus/request-bytes'
import { ImportBatch, ImportLines } from '@lingzhi/contracts/chat-import'
import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { newId } from '@lingzhi/contracts/ids'
import { Problem } from '@lingzhi/contracts/problem'
import { counter } from '@lingzhi/metrics/instruments'
import { letGoOf } from '@lingzhi/runtime/collect-garbage'
import type { Config } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import { isFinal, patiently } from '../../jobs/patiently.ts'
import type { Batch } from '../batches.ts'
import { ImportFault, tellReason } from '../reading/fault.ts'
import type { FileReader } from '../reading/file-reader.ts'
import { openFileReader } from '../reading/file-reader.ts'
import type { Checked } from '../tally.ts'
import { addBatch, emptyTally } from '../tally.ts'
import { uploadedParts } from '../uploads/parts.queries.ts'
import type { ImportJob } from './import-jobs.queries.ts'
import {
  claimImport,
  endImport,
  findImport,
  keepProgress,
  releaseImport,
  touchImport,
} from './import-jobs.queries.ts'
import { signalImport, watchImport } from './import-signals.ts'
import { removeUpload } from './remove-upload.ts'

const ended = counter('lingzhi_import_jobs_total', 'Imports that ended here.', ['outcome'])
const stored = counter('lingzhi_import_messages_total', 'New messages of imports that ended here.')

/** Attempts in a row without any progress, after which an import is given up. */
const attemptsMax = 5

/** This worker no longer holds the import: it was cancelled, deleted, or taken over. */
class ImportTakenAway extends Error {}

/** What a run needs all the time. */
interface Run {
  job: ImportJob
  run: string
  signal: AbortSignal
  progress: { readBytes: number }
}

/**
 * Works on an import to its end, or until it is cancelled or another worker has it: reads the file once to be sure of it, then
 * again and sends it to chat in batches. Throws when it should be delivered again, as runJob does.
 */
export async function runImport(
  deps: Deps,
  config: Config,
  jobId: string,
  closing: AbortSignal,
): Promise<void> {
  const { db, bus } = deps
  const run = newId()
  const job = await claimImport(db, jobId, run, config.EXPORT_LEASE_MS / 2)
  if (!job) {
    if ((await findImport(db, jobId))?.status === 'running') throw new Error('another worker has this import')
    return
  }
  if (job.attempts > attemptsMax) return fail(deps, job, run, new Error('too many attempts without progress'))

  const progress = { readBytes: job.read_bytes }
  const taken = new AbortController()
  const signal = AbortSignal.any([taken.signal, closing])
  const touch = async () => {
    // A database that is briefly away does not end the run: each of its writes is fenced.
    const mine = await touchImport(db, jobId, run, progress.readBytes).catch(() => true)
    if (!mine) taken.abort(new ImportTakenAway())
    else signalImport(bus, jobId, 'progress')
  }
  const beat = setInterval(touch, config.EXPORT_LEASE_MS / 10)
  const watch = watchImport(bus, jobId, (change) => void (change === 'ended' && touch()))
  try {
    await work(deps, config, { job, run, signal, progress })
    await complete(deps, job, run)
  } catch (err) {
    if (taken.signal.aborted || err instanceof ImportTakenAway) {
      await removeUpload(deps, jobId)
      if ((await findImport(db, jobId))?.status === 'running') throw err
    } else if (
      !closing.aborted &&
      (err instanceof ImportFault || isFinal(err) || job.attempts >= attemptsMax)
    ) {
      await fail(deps, job, run, err)
    } else {
      await releaseImport(db, jobId, run)
      throw err
    }
  } finally {
    clearInterval(beat)
    watch.close()
  }
}

async function work(deps: Deps, config: Config, current: Run): Promise<void> {
  const { job, run, signal, progress } = current
  const get = async (object: string) => {
    const part = await patiently(signal, () => deps.store.get(object))
    progress.readBytes += part.pieces.reduce((sum, piece) => sum + piece.length, 0)
    return part
  }
  const parts = await uploadedParts(deps.db, job.id)
  const { IMPORT_UNPACKED_MAX_BYTES: unpackedMaxBytes } = config
  const toRead = { parts, unpackedMaxBytes, uploadedAt: job.created_at.toISOString() }
  const file = await openFileReader(toRead, get, signal)
  const keep = async (more: Parameters<typeof keepProgress>[3]) => {
    if (!(await keepProgress(deps.db, job.id, run, more))) throw new ImportTakenAway()
  }
  try {
    let checked: Checked | null = job.checked
    if (!checked) {
      await keep({ format: file.format })
      progress.readBytes = 0
      checked = await file.check()
      await keep({ checked, tally: emptyTally(checked), phase: 'storing' })
    }
    progress.readBytes = 0
    await sendBatches(deps, current, checked, file, keep)
  } finally {
    await file.close()
  }
}

const aloneBytes = 1_048_576

/** Sends what is missing, one batch at a time: chat takes the next when it has stored the one before. */
async function sendBatches(
  { bus }: Pick<Deps, 'bus'>,
  { job, run, signal }: Run,
  checked: Checked,
  file: FileReader,
  keep: (more: Parameters<typeof keepProgress>[3]) => Promise<void>,
): Promise<void> {
  const outgoing = new Map<number, Batch>()
  const serving = serveLines(bus, run, outgoing)
  let tally = job.tally ?? emptyTally(checked)
  const { id: job_id, user_id, dry_run, next_batch } = job
  const send = async (batch: Batch) => {
    outgoing.set(batch.seq, batch)
    const request = { job_id, run, seq: batch.seq, user_id, dry_run }
    const result = await patiently(signal, () => sendRequest(bus, ImportBatch, request))
    outgoing.delete(batch.seq)
    letGoOf(batch.lines.length)
    tally = addBatch(tally, batch.ordinals, result)
    await keep({ tally, next_batch: batch.seq + 1 })
  }
  let sending: Promise<void> = Promise.resolve()
  try {
    // The server must know the subject before chat asks for the first lines.
    await bus.nc.flush()
    const skipped = checked.skipped.map(({ ordinal }) => ordinal)
    for await (const batch of file.batches(next_batch, skipped)) {
      // The next batch is read while this one is stored, but for one of a message of megabytes: a single one of those is held.
      await sending
      sending = send(batch)
      sending.catch(() => {})
      if (batch.lines.length > aloneBytes) await sending
    }
    await sending
  } finally {
    await sending.catch(() => {})
    await serving.close()
  }
}

const pieceBytes = 128 * 1024
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

function serveLines(bus: Deps['bus'], run: string, outgoing: Map<number, Batch>): Serving {
  return serveBytes(bus, ImportLines.ofRun(run), async ({ seq }, send) => {
    const batch = outgoing.get(seq)
    if (!batch) throw ServiceUnavailable()
    for (let at = 0; at < batch.lines.length; at += pieceBytes) {
      send(batch.lines.subarray(at, at + pieceBytes))
      // Other work gets its turn, and the socket too: the client copies what it has not sent yet.
      await nextTurn()
    }
    return { lines: batch.lineCount }
  })
}

async function complete(deps: Deps, { id, dry_run }: ImportJob, run: string): Promise<void> {
  const { db, bus, now, log } = deps
  if (!(await endImport(db, id, run, { status: 'completed', finished_at: now() })))
    throw new ImportTakenAway()
  const messages = (await findImport(db, id))?.tally?.messages
  ended.inc({ outcome: dry_run ? 'dry run' : 'completed' })
  if (!dry_run) stored.inc(messages?.new ?? 0)
  signalImport(bus, id, 'ended')
  log.info({ job_id: id, dry_run, messages }, 'an import is complete')
  if (!dry_run) await removeUpload(deps, id)
}

async function fail(deps: Deps, job: ImportJob, run: string, err: unknown): Promise<void> {
  deps.log.warn({ err, job_id: job.id }, 'an import failed')
  const failure = failureOf(err)
  if (await endImport(deps.db, job.id, run, { status: 'failed', failure, finished_at: deps.now() })) {
    ended.inc({ outcome: 'failed' })
    signalImport(deps.bus, job.id, 'ended')
  }
  await removeUpload(deps, job.id)
}

/** What the user reads; the cause of anything else stays in the log. */
function failureOf(err: unknown): NonNullable<ImportJob['failure']> {
  if (err instanceof ImportFault) {
    const { code, place } = err.reason
    return { code, texts: tellReason(err.reason), place }
  }
  if (err instanceof Problem && err.status < 500) return { code: err.code, texts: err.texts, place: {} }
  return {
    code: 'INTERRUPTED',
    texts: {
      zh: '导入多次中断，已停止；重新发起不会产生重复内容',
      en: 'The import was interrupted too often and has ended. Starting it again doubles nothing.',
    },
    place: {},
  }
}
