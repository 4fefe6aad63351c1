import { createClient } from '@lingzhi/api-client'
import { language, onLanguage } from '../text/language.ts'

/**
 * The one client of the page. Its access token lives in memory only; the refresh token is a cookie that no script can
 * read. Messages come in the language of the page.
 */
export const api = createClient({
  cookie: true,
  language: language(),
  onTokens: (tokens) => {
    for (const tell of signedOutListeners) if (tokens === null) tell()
  },
})
onLanguage(() => api.setLanguage(language()))

const signedOutListeners = new Set<() => void>()

/** Called when the server has ended the session: on sign-out, and when a renewal was refused. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener)
  return () => signedOutListeners.delete(listener)
}
