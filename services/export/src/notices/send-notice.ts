import { mailLinkTo } from '@lingzhi/mail/public-url'
import { hourMs } from '@lingzhi/runtime/time'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { signLink } from '../downloads/sign-link.ts'
import type { Job } from '../jobs/jobs.queries.ts'
import { claimNotice, releaseNotice, unsentNotices } from '../jobs/jobs.queries.ts'

/**
 * Notifies the address the user gave that the file is ready, with a link that works without signing in. At most one
 * notice a job: the sweep retries when the mail server is away or replies 4xx; a permanent refusal loses the notice,
 * never the export.
 */
export async function sendNotice({ db, now, log, mailer }: Deps, config: Config, job: Job): Promise<void> {
  if (!mailer || !job.notify_email || !job.expires_at) return
  if (!(await claimNotice(db, job.id, now()))) return
  const { path, expiresAt } = signLink(config, job.id, job.expires_at)
  const letter = {
    to: job.notify_email,
    subject: '灵值：导出已完成 · Your export is ready',
    text: [
      `导出已完成：${job.rows} 条消息，${job.bytes} 字节。`,
      `Your export is ready: ${job.rows} messages, ${job.bytes} bytes.`,
      '',
      mailLinkTo(config, path),
      '',
      `链接有效期至 The link works until ${expiresAt.toISOString()}.`,
      `SHA-256: ${job.sha256}`,
    ].join('\n'),
  }
  let reached = false
  try {
    await mailer.check()
    reached = true
    await mailer.send(letter)
  } catch (err) {
    log.warn({ err, job_id: job.id }, 'a notice could not be sent')
    // A notice under way when the connection broke may have arrived: only one that was certainly not taken is retried.
    const { responseCode = 0 } = err as { responseCode?: number }
    if (!reached || (responseCode >= 400 && responseCode < 500)) await releaseNotice(db, job.id)
  }
}

/** How long an unsent notice is retried; later it would come too late. */
const unsentMaxMs = hourMs
/** Few, because the sweep waits for each while a mail server is away. */
const unsentBatchMax = 5

/** Sends notices of completed exports that their worker could not send. Idempotent. */
export async function sendUnsentNotices(deps: Deps, config: Config): Promise<void> {
  if (!deps.mailer) return
  const since = new Date(deps.now().getTime() - unsentMaxMs)
  for (const job of await unsentNotices(deps.db, since, unsentBatchMax)) await sendNotice(deps, config, job)
}
