import type { App } from './app-type.ts'

/**
 * Bodies are JSON only. Existing front ends send that content type with an empty body: that counts as none.
 * Members that would reach an object's prototype are dropped.
 */
export function acceptJsonOnly(app: App): void {
  const parse = app.getDefaultJsonParser('remove', 'remove')
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined)
    else parse(request, wellFormed(body as string), done)
  })
}

const surrogate = /\\ud[89a-f]/i
// Every escape from left to right, so that an escaped backslash is not taken for the start of one.
const escapes = /\\(?:ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|(ud[89a-f][\da-f]{2})|.)/gis

/**
 * A front end that cuts a text may cut an emoji in two. No database stores half a surrogate pair, so it becomes
 * U+FFFD, as it would in any encoding but JSON's escapes.
 */
const wellFormed = (body: string): string =>
  surrogate.test(body) ? body.replace(escapes, (found, half?: string) => (half ? '\\ufffd' : found)) : body
