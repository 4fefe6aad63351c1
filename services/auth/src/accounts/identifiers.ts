import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problem } from '@lingzhi/contracts/problem'
import { Maybe, printable } from '@lingzhi/contracts/shapes'
import { Type } from 'typebox'
import type { IdentifierKind } from '../database.ts'

export const InvalidPhoneFormat = problem('INVALID_PHONE_FORMAT', 400, {
  zh: '手机号格式不正确，请输入11位手机号',
  en: 'The phone number is not valid: it must have 11 digits.',
  check: 'The phone number: mainland mobile numbers of 11 digits.',
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

export const Username = Type.String({ minLength: 1, maxLength: 64, pattern: printable })
const Contact = Maybe(Type.String({ maxLength: 254, pattern: printable }))

/** Members of a body that names an account; existing front ends send empty text for "none". */
export const contactFields = { phone: Contact, email: Contact }

/** A user name, phone number or e-mail address to sign in with. */
export const Identifier = Type.Optional(Type.String({ minLength: 1, maxLength: 254, pattern: printable }))

const phonePattern = /^1[3-9]\d{9}$/
const emailPattern = /^[^\s@"<>()[\]\\,;:]+@[^\s@"<>()[\]\\,;:]+\.[^\s@"<>()[\]\\,;:]+$/

export interface Identifiers {
  username: string
  phone: string | null
  email: string | null
}

/** The spelling to compare by: compatibility forms, case and surrounding space make no difference. */
export const fold = (identifier: string): string => identifier.normalize('NFKC').trim().toLowerCase()

/** Validates and normalises the identifiers in a body; raises the problem of the first invalid one. */
export function readIdentifiers(body: {
  username: string
  phone?: string | null
  email?: string | null
}): Identifiers {
  const username = body.username.trim()
  const phone = body.phone?.trim() || null
  const email = body.email?.trim() || null
  if (fold(username) === '')
    throw ValidationFailed({
      errors: [{ path: 'username', message: { zh: '不能为空白', en: 'must not be blank' } }],
    })
  if (phone !== null && !phonePattern.test(phone)) {
    throw InvalidPhoneFormat({
      errors: [
        { path: 'phone', message: { zh: '必须是11位手机号', en: 'must be a mobile number of 11 digits' } },
      ],
    })
  }
  if (email !== null && !emailPattern.test(email)) {
    throw InvalidEmailFormat({
      errors: [{ path: 'email', message: { zh: '必须是邮箱地址', en: 'must be an e-mail address' } }],
    })
  }
  return { username, phone, email }
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
