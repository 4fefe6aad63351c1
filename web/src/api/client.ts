import { createClient } from '@lingzhi/api-client'
import { language, onLanguage } from '../text/language.ts'

const tokenListeners = new Set<(token: string | undefined) => void>()

/**
 * The one client of the page. Its access token lives in memory only; the refresh token is a cookie that no script can
 * read. Messages come in the language of the page.
 */
export const api = createClient({
  cookie: true,
  language: language(),
  onTokens: (tokens) => {
    for (const tell of tokenListeners) tell(tokens?.access_token)
  },
})
onLanguage(() => api.setLanguage(language()))

/** Called with every new access token; with undefined on sign-out, and when the server has refused a renewal. */
export function onToken(listener: (token: string | undefined) => void): void {
  tokenListeners.add(listener)
}
