import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Config } from '../config.ts'

type LinkSettings = Pick<Config, 'EXPORT_LINK_SECRET'>

const signatureOf = ({ EXPORT_LINK_SECRET }: LinkSettings, jobId: string, expires: number) =>
  createHmac('sha256', EXPORT_LINK_SECRET).update(`download:${jobId}:${expires}`).digest('base64url')

/** The path of a link that downloads one file without a token until it expires. */
export function signLink(
  settings: LinkSettings,
  jobId: string,
  until: Date,
): { path: string; expiresAt: Date } {
  const expires = Math.floor(until.getTime() / 1_000)
  const query = new URLSearchParams({
    expires: String(expires),
    signature: signatureOf(settings, jobId, expires),
  })
  return {
    path: `/api/exports/${jobId}/download?${query}`,
    expiresAt: new Date(expires * 1_000),
  }
}

/** Whether a signature is ours, for this file, and its time not over. */
export function checkLink(
  settings: LinkSettings,
  jobId: string,
  { expires, signature }: { expires: number; signature: string },
  now: Date,
): boolean {
  const expected = Buffer.from(signatureOf(settings, jobId, expires))
  const given = Buffer.from(signature)
  return (
    given.length === expected.length && timingSafeEqual(given, expected) && expires * 1_000 > now.getTime()
  )
}
