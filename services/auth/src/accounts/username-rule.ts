import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { isBlank } from '@lingzhi/contracts/invisible'
import type { Texts } from '@lingzhi/contracts/texts'
import { fold, readContact, withoutSelectors } from './spellings.ts'

/** An emoji made of several, and the selector that asks for its coloured form: the joiners in it are seen. */
const pictograph = String.raw`\p{Extended_Pictographic}\p{Emoji_Modifier}?\ufe0f?`
const emoji = new RegExp(`${pictograph}(?:\\u200d${pictograph})*`, 'gu')
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]/u
const words = /[\p{L}\p{M}\p{N}]+/gu
const latin = /\p{Script=Latin}/u
/** The scripts whose letters pass for Latin ones. */
const lookAlike =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}]/u
/** More combining marks on one letter than any language puts there. */
const marksMax = /\p{M}{5}/u

/**
 * A new user name in the spelling that is stored. Raises VALIDATION_ERROR for one that shows nothing, or that could pass
 * for another's: with characters nobody sees, or with letters of two scripts in a word. Names that older versions took
 * stay valid.
 */
export function readUsername(typed: string): string {
  const name = readContact(
    typed
      .normalize('NFC')
      .trim()
      .replaceAll(/[^\S\ufeff]+/g, ' '),
  )
  if (isBlank(name)) throw refusal({ zh: '不能为空白', en: 'is blank' })
  if (unseen.test(name.replaceAll(emoji, '')))
    throw refusal({ zh: '不能含有看不见的字符', en: 'contains characters that cannot be seen' })
  if (/^\p{M}/u.test(name) || marksMax.test(name))
    throw refusal({ zh: '含有没有依附文字的组合符号', en: 'has combining marks that belong to no letter' })
  for (const [word] of name.normalize('NFKC').matchAll(words)) {
    if (latin.test(word) && lookAlike.test(word))
      throw refusal({
        zh: '同一个词里不能混用拉丁字母和与之相似的其他字母',
        en: 'mixes Latin letters with look-alikes of another script in one word',
      })
  }
  return withoutSelectors(name)
}

/**
 * Raises VALIDATION_ERROR for a new name that is an e-mail address, where addresses are proved: nobody proves a name, so it would keep
 * the address from its owner, and that a name is taken would tell whose address is in use.
 */
export function refuseAddressAsName(name: string): void {
  if (/^\S+@\S+\.\S+$/.test(fold(name)))
    throw refusal({
      zh: '不能是邮箱地址，请填入 email',
      en: 'is an e-mail address: give it as email',
    })
}

const refusal = (message: Texts) => ValidationFailed({ errors: [{ path: 'username', message }] })
