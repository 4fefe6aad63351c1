import { useState } from 'react'

/** The token of `#token=…`, to which letters lead: behind the `#`, so that no server and no log ever sees it. */
export function useLetterToken(): string {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token') ?? '')
  return token
}

/** Takes the spent token out of the address, and so out of the browser's history. */
export const dropLetterToken = () => history.replaceState(history.state, '', location.pathname)
