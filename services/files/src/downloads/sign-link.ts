import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Config } from '../config.ts'
import type { StoredFile } from '../database.ts'

type LinkSettings = Pick<Config, 'FILES_LINK_SECRET'>

/** What a link opens, while its generation is the present one. */
export type Linked = Pick<StoredFile, 'id' | 'link_generation'>

const signatureOf = ({ FILES_LINK_SECRET }: LinkSettings, { id, link_generation }: Linked, expires: number) =>
  createHmac('sha256', FILES_LINK_SECRET)
    .update(`file:${id}:${expires}:${link_generation}`)
    .digest('base64url')

/** The path of a link that downloads one file without a token until it expires. */
export function signLink(
  settings: LinkSettings,
  file: Linked,
  until: Date,
): { path: string; expiresAt: Date } {
  const expires = Math.floor(until.getTime() / 1_000)
  const query = new URLSearchParams({
    expires: String(expires),
    signature: signatureOf(settings, file, expires),
  })
  return { path: `/api/v1/files/${file.id}/download?${query}`, expiresAt: new Date(expires * 1_000) }
}

/** Whether a signature is ours, for this file, and its time not over. */
export function checkLink(
  settings: LinkSettings,
  file: Linked,
  { expires, signature }: { expires: number; signature: string },
  now: Date,
): boolean {
  const expected = Buffer.from(signatureOf(settings, file, expires))
  const given = Buffer.from(signature)
  return (
    given.length === expected.length && timingSafeEqual(given, expected) && expires * 1_000 > now.getTime()
  )
}
