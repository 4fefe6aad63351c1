import type { LegacyRemark, LegacyUser } from '@lingzhi/contracts/legacy-import'
import { Problem } from '@lingzhi/contracts/problem'
import type { Identifiers } from '../accounts/identifiers.ts'
import { fold, readEmail, readPhone } from '../accounts/spellings.ts'
import { readUsername } from '../accounts/username-rule.ts'

export type OnClash = 'skip' | 'rename'

/** The account that a row becomes, or why none. */
export type Choice =
  | { identifiers: Identifiers; remarks: LegacyRemark[] }
  | { identifiers: undefined; remarks: LegacyRemark[] }

const usernameMax = 64
/** Of numbers behind a name that is taken. */
const triesMax = 100

/**
 * Under which name, phone number and address an account comes in. A name that is taken, or refused today, leaves it out or gives it
 * another; a number or an address that another account has is never taken from that.
 */
export async function chooseAccount(
  user: LegacyUser,
  onClash: OnClash,
  isTaken: (folded: string) => boolean | Promise<boolean>,
): Promise<Choice> {
  const remarks: LegacyRemark[] = []
  const clash = (code: string, text: string) => {
    remarks.push({ code, text })
    return onClash === 'rename'
  }
  const left = { identifiers: undefined, remarks }

  const written = user.username.replaceAll('\0', '')
  let username = readName(written)
  if (username === undefined) {
    if (!clash('USERNAME_REFUSED', 'the name is not one that may be registered')) return left
    username = await freeName(`user-${user.origin}`, isTaken)
  } else if (await isTaken(fold(username))) {
    if (!clash('USERNAME_TAKEN', `the name ${username} is another account's`)) return left
    username = await freeName(username, isTaken)
  }
  if (username === undefined) return left

  const contact = async (kind: 'phone' | 'email', given: string | null, read: typeof readPhone) => {
    if (!given?.trim()) return null
    const value = given.length > 254 ? undefined : read(given.replaceAll('\0', ''))
    if (value === undefined) {
      remarks.push({
        code: `${kind.toUpperCase()}_REFUSED`,
        text: `the ${kind} is none that can be used: left out`,
      })
      return null
    }
    if (fold(value) === fold(username) || !(await isTaken(fold(value)))) return value
    return clash(`${kind.toUpperCase()}_TAKEN`, `the ${kind} is another account's`) ? null : undefined
  }
  const phone = await contact('phone', user.phone, readPhone)
  const email = await contact('email', user.email, readEmail)
  if (phone === undefined || email === undefined) return left
  return { identifiers: { username, phone, email }, remarks }
}

function readName(written: string): string | undefined {
  try {
    const name = readUsername(written.toWellFormed())
    return name.length <= usernameMax ? name : undefined
  } catch (err) {
    if (err instanceof Problem) return undefined
    throw err
  }
}

async function freeName(
  name: string,
  isTaken: (folded: string) => boolean | Promise<boolean>,
): Promise<string | undefined> {
  if (name.startsWith('user-') && !(await isTaken(fold(name)))) return name
  for (let n = 2; n <= triesMax; n++) {
    const next = `${[...name].slice(0, 50).join('')}-${n}`
    if (!(await isTaken(fold(next)))) return next
  }
  return undefined
}
