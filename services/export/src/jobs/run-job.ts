import { recordFact } from '@lingzhi/bus/outbox'
import { sendRequest } from '@lingzhi/bus/request'
import { ExportSize } from '@lingzhi/contracts/chat-export'
import { ExportCompleted } from '@lingzhi/contracts/export'
import { newId } from '@lingzhi/contracts/ids'
import { Problem } from '@lingzhi/contracts/problem'
import { transact } from '@lingzhi/db/retry'
import { counter } from '@lingzhi/metrics/instruments'
import { StoreFull } from '@lingzhi/objects/object-store'
import { dayMs } from '@lingzhi/runtime/time'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { removeFile } from '../files/remove-file.ts'
import { sendNotice } from '../notices/send-notice.ts'
import { buildParts, JobTakenAway } from './build-parts.ts'
import type { Job, Progress } from './jobs.queries.ts'
import { claimJob, endJob, expireBeyond, findJob, releaseJob, touchJob } from './jobs.queries.ts'
import { isFinal, patiently } from './patiently.ts'
import { signalJob, watchJob } from './signals.ts'
import type { ValidFile } from './validate-file.ts'
import { validateFile } from './validate-file.ts'

const ended = counter('lingzhi_export_jobs_total', 'Background exports that ended here.', ['outcome'])
const rows = counter('lingzhi_export_rows_total', 'Messages in completed background exports.')
const bytes = counter('lingzhi_export_bytes_total', 'Bytes of the files of completed background exports.')

/** Attempts in a row without a single part stored, after which a job is given up. */
const attemptsMax = 5

/**
 * Works on a job to its end, or until it is cancelled or another worker has it. Throws when it should be
 * delivered again: because another worker holds it, or because this attempt failed and more are allowed.
 */
export async function runJob(deps: Deps, config: Config, jobId: string, closing: AbortSignal): Promise<void> {
  const { db, bus } = deps
  const run = newId()
  // Half the lease: what the queue delivers again is free by then.
  const job = await claimJob(db, jobId, run, config.EXPORT_LEASE_MS / 2)
  if (!job) {
    const status = (await findJob(db, jobId))?.status
    if (status === 'running') throw new Error('another worker has this job')
    return
  }
  if (job.attempts > attemptsMax) {
    await fail(deps, job, run, new Error('too many attempts without progress'))
    return
  }

  const progress: Progress = { rows: job.rows, bytes: job.bytes, rowsExpected: job.rows_expected }
  const taken = new AbortController()
  const signal = AbortSignal.any([taken.signal, closing])
  const touch = async () => {
    // A database that is briefly away does not end the run: each of its writes is fenced.
    const mine = await touchJob(db, jobId, run, progress).catch(() => true)
    if (!mine) taken.abort(new JobTakenAway())
    else signalJob(bus, jobId, 'progress')
  }
  const beat = setInterval(touch, config.EXPORT_LEASE_MS / 10)
  // A cancellation on any replica is noticed at once, or with the next beat if the signal is lost.
  const watch = watchJob(bus, jobId, (change) => void (change === 'ended' && touch()))
  try {
    await measure(deps, job, progress, signal)
    await buildParts(deps, config, job, run, progress, signal)
    const file = await validateFile(deps, jobId, signal)
    await complete(deps, config, job, run, file)
  } catch (err) {
    if (taken.signal.aborted || err instanceof JobTakenAway) {
      await tidy(deps, jobId)
      if ((await findJob(db, jobId))?.status === 'running') throw err
    } else if (!closing.aborted && (isFinal(err) || job.attempts >= attemptsMax)) {
      await fail(deps, job, run, err)
    } else {
      await releaseJob(db, jobId, run)
      throw err
    }
  } finally {
    clearInterval(beat)
    watch.close()
  }
}

/** Requests the size of the export, once. */
async function measure({ bus }: Deps, job: Job, progress: Progress, signal: AbortSignal): Promise<void> {
  if (progress.rowsExpected !== null) return
  const { messages } = await patiently(signal, () => sendRequest(bus, ExportSize, job.selection))
  progress.rowsExpected = messages
}

async function complete(
  deps: Deps,
  config: Config,
  job: Job,
  run: string,
  { longCells, ...file }: ValidFile,
): Promise<void> {
  const { db, bus, outbox, now, log } = deps
  const completed = await transact(db, async (trx) => {
    const finished_at = now()
    const expires_at = new Date(finished_at.getTime() + config.EXPORT_KEEP_DAYS * dayMs)
    const mine = await endJob(trx, job.id, run, {
      status: 'completed',
      ...file,
      long_cells: longCells,
      finished_at,
      expires_at,
    })
    if (mine) {
      const { user_id, scope } = job
      await recordFact(trx, ExportCompleted, { job_id: job.id, user_id, scope, ...file })
    }
    return mine
  })
  if (!completed) throw new JobTakenAway()
  ended.inc({ outcome: 'completed' })
  rows.inc(file.rows)
  bytes.inc(file.bytes)
  outbox.wake()
  signalJob(bus, job.id, 'ended')
  log.info({ job_id: job.id, rows: file.rows, bytes: file.bytes }, 'an export is complete')
  for (const id of await expireBeyond(db, job.user_id, config.EXPORT_USER_MAX_BYTES)) await tidy(deps, id)
  await sendNotice(deps, config, completed)
}

async function fail(deps: Deps, job: Job, run: string, err: unknown): Promise<void> {
  deps.log.error({ err, job_id: job.id }, 'an export failed')
  const failed = await endJob(deps.db, job.id, run, {
    status: 'failed',
    failure: reasonOf(err),
    finished_at: deps.now(),
  })
  if (failed) {
    ended.inc({ outcome: 'failed' })
    signalJob(deps.bus, job.id, 'ended')
  }
  await tidy(deps, job.id)
}

/** What the user reads; the cause stays in the log. */
function reasonOf(err: unknown): string {
  if (err instanceof StoreFull)
    return '存储空间已满，导出未完成，请稍后再试。The file store is full. Try again later.'
  if (err instanceof Problem && err.status < 500) return `${err.texts.zh}。${err.texts.en}`
  return '导出多次中断，已停止，请重新发起。The export was interrupted too often. Please start it again.'
}

/** Removes the parts of a job that ended without a file; the sweep repeats what fails here. */
async function tidy(deps: Deps, jobId: string): Promise<void> {
  const job = await findJob(deps.db, jobId)
  if (!job || ['failed', 'cancelled', 'expired'].includes(job.status)) {
    await removeFile(deps, jobId).catch((err) =>
      deps.log.warn({ err, job_id: jobId }, 'removing parts failed'),
    )
  }
}
