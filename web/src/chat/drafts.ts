import { browserStorage } from '../api/browser-storage.ts'
import { personOf } from '../session/session.ts'
import { openDrafts } from './open-drafts.ts'

/** What is being written in this browser, by whoever uses this tab. */
export const drafts = openDrafts(browserStorage(), personOf)
