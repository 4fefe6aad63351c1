import { readFileSync } from 'node:fs'
import { isBlank } from '@lingzhi/contracts/invisible'
import { problem } from '@lingzhi/contracts/problem'
import { Type } from 'typebox'

export const WeakPassword = problem('WEAK_PASSWORD', 400, {
  zh: '密码过于常见，请换一个更难猜的密码',
  en: 'The password is too common. Choose one that is harder to guess.',
  check: 'Nothing: choose another password.',
})

/** A password to be chosen: long enough to resist guessing, bounded, never truncated. */
export const NewPassword = Type.String({
  minLength: 8,
  maxLength: 1_024,
  description:
    'At least 8 characters, of any script. Every character counts, spaces at either end included; only the normal form of ' +
    'its letters does not (é is é however a keyboard writes it).',
})

/** A password to sign in with: only bounded, as the rule may have been another when it was chosen. */
export const GivenPassword = Type.String({ minLength: 1, maxLength: 1_024 })

// The 10,000 most frequent of at least 8 characters, in lower case, from @zxcvbn-ts/language-common 4.1 (MIT).
const common = new Set(
  readFileSync(new URL('common-passwords.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n'),
)

/** Raises WEAK_PASSWORD for one of the most common passwords, one that is the user's own name, or shows nothing. */
export function refuseWeak(password: string, path: string, ownNames: (string | null)[]): void {
  const folded = password.normalize('NFKC').toLowerCase()
  if (
    isBlank(password) ||
    common.has(folded) ||
    ownNames.some((name) => name?.normalize('NFKC').toLowerCase() === folded)
  ) {
    throw WeakPassword({ errors: [{ path, message: { zh: '太容易被猜到', en: 'is too easy to guess' } }] })
  }
}
