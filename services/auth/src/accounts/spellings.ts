import { domainToASCII, domainToUnicode } from 'node:url'
import { withoutMarks } from '@lingzhi/contracts/invisible'

// Identifiers arrive as people type, paste and autofill them. Each reader returns the one spelling that is stored and
// compared, or undefined for what is no identifier of its kind.

/** The spelling to compare by: compatibility forms, case and surrounding space make no difference. */
export const fold = (identifier: string): string => identifier.normalize('NFKC').trim().toLowerCase()

/** What people put between and around digits. */
const betweenDigits = /[\s\p{Pd}\u2212().·・•/]/gu
/** Country code and trunk prefix. After a plus the country must be named: +1 380… is a number of the United States. */
const prefix = String.raw`(?:tel:)?(?:(?:\+|00)?86)?0?`
const mobile = new RegExp(`^${prefix}(1[3-9]\\d{9})$`, 'i')
const mobileBeginning = new RegExp(`^${prefix}(1(?:[3-9]\\d{0,9})?)$`, 'i')

const bareDigits = (text: string) => withoutMarks(text.normalize('NFKC')).replace(betweenDigits, '')

/** A mainland mobile number as its 11 digits. */
export const readPhone = (text: string): string | undefined => mobile.exec(bareDigits(text))?.[1]

const addressPattern = /^[^\s@"<>()[\]\\,;:]+@[^\s@"<>()[\]\\,;:]+\.[^\s@"<>()[\]\\,;:]+$/
const bracketed = /<([^<>]*)>/

/**
 * A mail address without what comes along when it is copied: a name and angle brackets, `mailto:`, a comma at the end,
 * full-width signs, space around the signs. An international domain is in its own letters; case stays as typed.
 */
export function readEmail(text: string): string | undefined {
  const visible = withoutMarks(text)
    .replaceAll(/[\uff01-\uff5e]/g, (wide) => wide.normalize('NFKC'))
    .replaceAll(/[。｡]/g, '.')
  const address = (bracketed.exec(visible)?.[1] ?? visible)
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/\?.*$/s, '')
    .replace(/[\s.,;、]+$/, '')
    .replaceAll(/\s*([@.])\s*/g, '$1')
    .trim()
  if (!addressPattern.test(address)) return undefined
  const at = address.lastIndexOf('@')
  const typed = address.slice(at + 1)
  const domain = domainToUnicode(domainToASCII(typed))
  if (domain === '') return undefined
  return `${address.slice(0, at).normalize('NFC')}@${typed.toLowerCase() === domain ? typed : domain}`
}

/** A phone number or mail address in its one spelling; anything else as it is. */
export const readContact = (text: string): string =>
  readPhone(text) ?? (/[@＠]/.test(text) ? readEmail(text) : undefined) ?? text

/** An emoji with and without the selector of its coloured form is one name. */
export const withoutSelectors = (name: string): string => name.replaceAll('\ufe0f', '')

/**
 * The folded spellings under which an identifier may be stored, the likeliest first: as typed, since older accounts have
 * names that are refused today; then as a number or address; then without what cannot be seen.
 */
export const spellingsOf = (identifier: string): string[] => [
  ...new Set(
    [identifier, readContact(identifier), withoutSelectors(identifier), withoutMarks(identifier)].map(fold),
  ),
]

/** The same for the beginning of an identifier, as an administrator types it to search. */
export const beginningsOf = (typed: string): string[] => {
  const digits = mobileBeginning.exec(bareDigits(typed))?.[1]
  return [...new Set([...spellingsOf(typed), ...(digits ? [digits] : [])])]
}
