const here = 'http://console.invalid'
const doors = ['/sign-in', '/register', '/forgot-password', '/reset-password', '/confirm-email']

/**
 * Where to go after signing in: the page that `?next=` names, if it is one of this console. Never another host, however it
 * is written, and never a page for signing in.
 */
export function nextPath(search: string): string {
  const next = new URLSearchParams(search).get('next')
  if (!next?.startsWith('/') || !URL.canParse(next, here)) return '/'
  const url = new URL(next, here)
  if (url.origin !== here || /^\/(\/|\\)/.test(url.pathname)) return '/'
  if (doors.includes(url.pathname) || /^\/(api|v1|\.well-known)(\/|$)/.test(url.pathname)) return '/'
  return url.pathname + url.search + url.hash
}
