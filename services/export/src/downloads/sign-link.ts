import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Config } from '../config.ts'
import type { Job } from '../jobs/jobs.queries.ts'

type LinkSettings = Pick<Config, 'EXPORT_LINK_SECRET'>

/** What a link opens, while its generation is the present one. */
export type Linked = Pick<Job, 'id' | 'link_generation'>

/** Links made before there were generations are of the first one. */
const signatureOf = (
  { EXPORT_LINK_SECRET }: LinkSettings,
  { id, link_generation }: Linked,
  expires: number,
) =>
  createHmac('sha256', EXPORT_LINK_SECRET)
    .update(`download:${id}:${expires}${link_generation === 0 ? '' : `:${link_generation}`}`)
    .digest('base64url')

/** The path of a link that downloads one file without a token until it expires. */
export function signLink(
  settings: LinkSettings,
  job: Linked,
  until: Date,
): { path: string; expiresAt: Date } {
  const expires = Math.floor(until.getTime() / 1_000)
  const query = new URLSearchParams({
    expires: String(expires),
    signature: signatureOf(settings, job, expires),
  })
  return {
    path: `/api/exports/${job.id}/download?${query}`,
    expiresAt: new Date(expires * 1_000),
  }
}

/** Whether a signature is ours, for this file, and its time not over. */
export function checkLink(
  settings: LinkSettings,
  job: Linked,
  { expires, signature }: { expires: number; signature: string },
  now: Date,
): boolean {
  const expected = Buffer.from(signatureOf(settings, job, expires))
  const given = Buffer.from(signature)
  return (
    given.length === expected.length && timingSafeEqual(given, expected) && expires * 1_000 > now.getTime()
  )
}
