/** What machines ask every few seconds, and no person reads about: a path, or a route's pattern. */
export const isProbe = (path: string): boolean =>
  path.startsWith('/api/health') || path.startsWith('/internal/')
