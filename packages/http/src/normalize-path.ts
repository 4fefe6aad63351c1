/**
 * One spelling for the paths front ends are known to send: no trailing slashes and no trailing (encoded)
 * spaces. The query stays as it is.
 */
export function normalizePath(url: string): string {
  const mark = url.indexOf('?')
  const path = mark === -1 ? url : url.slice(0, mark)
  const query = mark === -1 ? '' : url.slice(mark)
  let end = path.length
  for (;;) {
    if (end > 1 && path[end - 1] === '/') end -= 1
    else if (end > 3 && path.startsWith('%20', end - 3)) end -= 3
    else break
  }
  return path.slice(0, end) + query
}
