import type { Attachments } from '../attach/attachments.ts'
import { openAttachments } from '../attach/open-attachments.ts'
import { personOf } from '../session/session.ts'
import { drafts } from './drafts.ts'

const known = new Map<string, Attachments>()

/** The files of the draft at this place, of whoever uses this tab; they go on being sent while another page is open. */
export function draftFilesOf(place: string): Attachments {
  const key = `${personOf()} ${place}`
  const there = known.get(key)
  if (there) return there
  const made = openAttachments(
    () => drafts.files(place),
    (files) => drafts.writeFiles(place, files),
  )
  known.set(key, made)
  return made
}
