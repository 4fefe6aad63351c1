import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Credentials in a response: its reader may know them, no log may hold them. */
const credential = /"(?:token|access_token|refresh_token|key)":"([^"]+)"|signature=([\w-]+)/g

export const credentialsIn = (text: string): string[] =>
  [...text.matchAll(credential)].map(([, token, signature]) => token ?? signature ?? '')

/** What looks like a credential, in any text. */
const word = /[\w.-]{20,}/g

/** The secrets that occur in a text. Its words are looked up, as there may be thousands of either. */
export function secretsIn(text: string, secrets: ReadonlySet<string>): string[] {
  return [...new Set(text.match(word))].filter((one) => secrets.has(one))
}

/** Everything the servers of a stack keep on disk where no secret belongs: NATS, Redis and the logs of all three. */
export function* storedTexts(folder: string): Generator<{ file: string; text: string }> {
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (/^postgres\b(?!\.log)|secrets\.json|stack\.json|\.conf$/.test(file)) continue
    try {
      yield { file, text: readFileSync(join(folder, file), 'latin1') }
    } catch (error) {
      // A folder, or a file its server has replaced meanwhile.
      if (!['EISDIR', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
  }
}
