import { transact } from '@lingzhi/db/retry'
import { mailLinkTo } from '@lingzhi/mail/public-url'
import { hourMs } from '@lingzhi/runtime/time'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { signLink } from '../downloads/sign-link.ts'
import type { Job } from '../jobs/jobs.queries.ts'
import { claimNotice, releaseNotice, unsentNotices } from '../jobs/jobs.queries.ts'
import { countLetter } from './letters.queries.ts'
import { mayWriteTo, spelled } from './may-write-to.ts'

/**
 * Notifies the user's address that the file is ready, with a link that works without signing in for EXPORT_LINK_HOURS; without
 * one when it holds every user's conversations. No letter when the account is disabled or has another address by now, or the
 * address has had its letters of the day. At most one notice a job: the sweep retries when the mail server is away or replies 4xx; a permanent refusal loses the notice,
 * never the export.
 */
export async function sendNotice(deps: Deps, config: Config, job: Job): Promise<void> {
  const { db, now, log, mailer } = deps
  if (!mailer || !job.notify_email || !job.expires_at) return
  if (!(await claimNotice(db, job.id, now()))) return
  const to = job.notify_email
  const may = await mayWriteTo(deps, config, job.user_id, to).catch((err) => {
    log.warn({ err, job_id: job.id }, 'whether a notice may be sent could not be found out')
  })
  // Auth is away: the sweep tries again.
  if (may === undefined) return releaseNotice(db, job.id)
  if (!may) {
    log.warn(
      { job_id: job.id },
      'a notice was not sent: the account is disabled, or the address is not its own',
    )
    return
  }
  const letter = {
    to,
    subject: '灵值：导出已完成 · Your export is ready',
    text: [
      `导出已完成：${job.rows} 条消息，${job.bytes} 字节。`,
      `Your export is ready: ${job.rows} messages, ${job.bytes} bytes.`,
      '',
      ...wayToFile(config, job, job.expires_at, now()),
      `SHA-256: ${job.sha256}`,
    ].join('\n'),
  }
  let reached = false
  try {
    await mailer.check()
    reached = true
    const counted = { userId: job.user_id, address: spelled(to), at: now() }
    if (!(await transact(db, (trx) => countLetter(trx, counted, config.EXPORT_LETTERS_PER_DAY)))) {
      log.warn({ job_id: job.id }, 'a notice was not sent: its address has had its letters of the day')
      return
    }
    await mailer.send(letter)
  } catch (err) {
    log.warn({ err, job_id: job.id }, 'a notice could not be sent')
    // A notice under way when the connection broke may have arrived: only one that was certainly not taken is retried.
    const { responseCode = 0 } = err as { responseCode?: number }
    if (!reached || (responseCode >= 400 && responseCode < 500)) await releaseNotice(db, job.id)
  }
}

/** What holds everybody's conversations is opened by an administrator who is signed in, and by no link. */
function wayToFile(config: Config, job: Job, keptUntil: Date, at: Date): string[] {
  if (job.scope === 'all')
    return [
      '请以管理员身份登录后下载。',
      'Sign in as an administrator to download it.',
      mailLinkTo(config, '/'),
    ]
  const until = Math.min(at.getTime() + config.EXPORT_LINK_HOURS * hourMs, keptUntil.getTime())
  const { path, expiresAt } = signLink(config, job, new Date(until))
  return [mailLinkTo(config, path), '', `链接有效期至 The link works until ${expiresAt.toISOString()}.`]
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
