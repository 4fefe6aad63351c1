import { isBlank } from '@lingzhi/contracts/invisible'
import { problem } from '@lingzhi/contracts/problem'
import { Maybe, storable } from '@lingzhi/contracts/shapes'
import { Type } from 'typebox'
import type { IdentifierKind } from '../database.ts'
import { fold, readEmail, readPhone } from './spellings.ts'
import { readUsername } from './username-rule.ts'

export const InvalidPhoneFormat = problem('INVALID_PHONE_FORMAT', 400, {
  zh: '手机号格式不正确，仅支持中国大陆的11位手机号',
  en: 'The phone number is not valid: only mobile numbers of mainland China, of 11 digits, are accepted.',
  check: 'The phone number: mainland mobile numbers of 11 digits, with or without +86.',
})
export const InvalidEmailFormat = problem('INVALID_EMAIL_FORMAT', 400, {
  zh: '邮箱格式不正确',
  en: 'The e-mail address is not valid.',
  check: 'The e-mail address.',
})
export const UsernameExists = problem('USERNAME_EXISTS', 409, {
  zh: '用户名已存在',
  en: 'The user name is taken.',
  check: 'Choose another, or sign in.',
})
export const PhoneExists = problem('PHONE_EXISTS', 409, {
  zh: '手机号已被使用',
  en: 'The phone number is in use.',
  check: 'Whether the person has another account.',
})
export const EmailExists = problem('EMAIL_EXISTS', 409, {
  zh: '邮箱已被使用',
  en: 'The e-mail address is in use.',
  check: 'Whether the person has another account.',
})

/** The problem to raise when an identifier belongs to another user. */
export const taken = { username: UsernameExists, phone: PhoneExists, email: EmailExists }

export const Username = Type.String({ minLength: 1, maxLength: 64, pattern: storable })
const Contact = Maybe(Type.String({ maxLength: 254, pattern: storable }))

/** Members of a body that names an account; existing front ends send empty text for "none". */
export const contactFields = { phone: Contact, email: Contact }

/** A user name, phone number or e-mail address to sign in with. */
export const Identifier = Type.Optional(Type.String({ minLength: 1, maxLength: 254, pattern: storable }))

export interface Identifiers {
  username: string
  phone: string | null
  email: string | null
}

export const noIdentifiers: Identifiers = { username: '', phone: null, email: null }

/**
 * The identifiers of an account after a change: those given, each in the spelling that is stored, and the rest as they
 * were. Raises the problem of the first invalid one. One that is sent back as it stands need not pass today's rules;
 * empty text and null are none.
 */
export function readIdentifiers(
  given: { username?: string; phone?: string | null; email?: string | null },
  before: Identifiers,
): Identifiers {
  const { username = before.username, phone = before.phone, email = before.email } = given
  return {
    username: username === before.username ? username : readUsername(username),
    phone: phone === before.phone ? phone : none(phone) ? null : (readPhone(phone) ?? refusePhone()),
    email: email === before.email ? email : none(email) ? null : (readEmail(email) ?? refuseEmail()),
  }
}

const none = (given: string | null): given is null => given === null || isBlank(given)

function refusePhone(): never {
  throw InvalidPhoneFormat({
    errors: [
      {
        path: 'phone',
        message: {
          zh: '仅支持中国大陆的11位手机号',
          en: 'expected a mobile number of mainland China, of 11 digits',
        },
      },
    ],
  })
}

function refuseEmail(): never {
  throw InvalidEmailFormat({
    errors: [{ path: 'email', message: { zh: '必须是邮箱地址', en: 'expected an e-mail address' } }],
  })
}

/** The folded identifiers of an account with their kinds; the same identifier in two fields counts once. */
export function foldAll(identifiers: Identifiers): { value: string; kind: IdentifierKind }[] {
  const kinds = new Map<string, IdentifierKind>()
  for (const kind of ['username', 'phone', 'email'] as const) {
    const value = identifiers[kind] && fold(identifiers[kind])
    if (value && !kinds.has(value)) kinds.set(value, kind)
  }
  return [...kinds].map(([value, kind]) => ({ value, kind }))
}
