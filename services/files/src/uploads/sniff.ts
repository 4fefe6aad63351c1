/** What is accepted, and how large it may be. */
export const kinds = {
  'image/jpeg': { bytesMax: 10 * 1024 ** 2 },
  'image/png': { bytesMax: 10 * 1024 ** 2 },
  'image/webp': { bytesMax: 10 * 1024 ** 2 },
  'image/gif': { bytesMax: 10 * 1024 ** 2 },
  'application/pdf': { bytesMax: 10 * 1024 ** 2 },
  'text/plain': { bytesMax: 2 * 1024 ** 2 },
} as const
export type Kind = keyof typeof kinds

export const fileBytesMax = 10 * 1024 ** 2

/** Enough of a file to tell what it is. */
export const headBytes = 64 * 1024

const signatures: readonly (readonly [Kind, RegExp])[] = [
  ['image/jpeg', /^\xff\xd8\xff/],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the signature of PNG has some
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[\s\S]{4}WEBP/],
  ['application/pdf', /^%PDF-\d/],
]

/** What a browser, or a shell, would run: not text for our purpose, whatever its name. */
const active =
  /#!|<(?:!doctype|\?xml|html|head|body|script|style|svg|iframe|object|embed|meta|link|title)\b/iy
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be in a text
const binary = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f]/

/**
 * What the beginning of a file is, by its content alone; null for anything that is not accepted. Five signatures and a look
 * at text need no decoder, so this is safe where strangers' bytes come in. `whole`: nothing follows the beginning.
 */
export function sniff(head: Buffer, whole: boolean): Kind | null {
  const start = head.toString('latin1', 0, 16)
  const found = signatures.find(([, signature]) => signature.test(start))
  if (found) return found[0]
  return head.length > 0 && isText(head, whole) ? 'text/plain' : null
}

/** UTF-8 in which nothing is meant to be run. A character cut at the end is not held against a beginning. */
export function isText(bytes: Buffer, whole: boolean): boolean {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: !whole })
  } catch {
    return false
  }
  return !binary.test(text) && !isActive(text)
}

/** Whether a text begins with what is run, blanks and comments before it: passed over one by one, each character once. */
function isActive(text: string): boolean {
  const blanks = /\s*/y
  let at = text.startsWith('\ufeff') ? 1 : 0
  for (;;) {
    blanks.lastIndex = at
    at += blanks.exec(text)?.[0].length ?? 0
    if (!text.startsWith('<!--', at)) break
    const end = text.indexOf('-->', at + 4)
    if (end < 0) return false
    at = end + 3
  }
  active.lastIndex = at
  return active.test(text)
}
