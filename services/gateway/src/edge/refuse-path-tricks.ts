import { MalformedRequest } from '@lingzhi/contracts/common-problems'

// Spellings that two parsers may read differently: empty segments, dot segments (also encoded, or with a path
// parameter), backslashes, encoded separators, percent signs and control characters, and an absolute URL.
const tricks = /\/\/|\\|#|(?:^|\/)\.{1,2}(?:[/;]|$)|;|%(?:2e|2f|5c|25|3b|23|3f|[01][\da-f]|7f)|^[^/]/i
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
const control = /[\u0000-\u0020\u007f]/

/** Raises BAD_REQUEST for a path that a service might understand differently than we do. */
export function refusePathTricks(url: string): void {
  const mark = url.indexOf('?')
  const path = mark === -1 ? url : url.slice(0, mark)
  if (tricks.test(path) || control.test(path))
    throw MalformedRequest({ detail: { zh: '路径无效', en: 'The path is not valid.' } })
}
