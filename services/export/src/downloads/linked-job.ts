import { sendRequest } from '@lingzhi/bus/request'
import { AccountStanding } from '@lingzhi/contracts/auth'
import { isId } from '@lingzhi/contracts/ids'
import { problem } from '@lingzhi/contracts/problem'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { Job } from '../jobs/jobs.queries.ts'
import { findJob } from '../jobs/jobs.queries.ts'
import { ExportNotFound } from '../jobs/problems.ts'
import { checkLink } from './sign-link.ts'

export const LinkNotValid = problem('LINK_NOT_VALID', 403, {
  zh: '链接无效或已过期',
  en: 'The link is not valid or has expired.',
  check:
    'The age of the link, and whether its owner took it back, changed the password or was disabled; get a new one from the export.',
})

/**
 * The job that a link opens. Raises LINK_NOT_VALID for a link that is forged, old or taken back, and for one whose owner could
 * not read the file any more: a link has no more right than who made it has now.
 */
export async function linkedJob(
  { db, bus, now }: Pick<Deps, 'db' | 'bus' | 'now'>,
  config: Config,
  id: string,
  link: { expires: number; signature: string },
): Promise<Job> {
  const job = isId(id) ? await findJob(db, id) : undefined
  if (!checkLink(config, job ?? { id, link_generation: 0 }, link, now())) throw LinkNotValid()
  if (!job) throw ExportNotFound()
  const { account } = await sendRequest(bus, AccountStanding, { user_id: job.user_id })
  if (account?.status !== 'active' || (job.scope === 'all' && account.role !== 'admin')) throw LinkNotValid()
  return job
}
