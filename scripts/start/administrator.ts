import type { FirstAdmin } from '@lingzhi/stack/platform/first-admin'

type Facts = {
  admin: FirstAdmin
  /** Where a generated password is kept; undefined when ADMIN_PASSWORD sets it. */
  keptIn: string | undefined
  /** Whether a person reads along, and no log does. */
  onTerminal: boolean
}

/** Whether the generated password may be shown: to the person who has just made the account, and nobody after. */
export function mayShowPassword({ admin, keptIn, onTerminal }: Facts): boolean {
  return admin.state === 'usable' && admin.created && keptIn !== undefined && onTerminal
}

/** Who administrates and how to get in, as it was tried a moment ago. */
export function describeAdministrator(facts: Facts): string {
  const { admin, keptIn } = facts
  const { username, password, state, created } = admin
  const lost = 'forgotten? npm run admin'
  if (mayShowPassword(facts)) return `${username} / ${password} (shown this once, kept in ${keptIn})`
  if (state === 'usable') {
    const where = keptIn
      ? `its password is "adminPassword" in ${keptIn}`
      : 'with the password in ADMIN_PASSWORD'
    return `${username}, ${where}${created ? '' : `; ${lost}`}`
  }
  if (state === 'other_password') {
    return keptIn
      ? `${username}, whose password is another than the one this run knows (it was changed, or an earlier start had ADMIN_PASSWORD); ${lost}`
      : `${username}, whose password is not ADMIN_PASSWORD: that counts only when the account is made; npm run admin sets it`
  }
  if (state === 'inactive') return `${username}, who is deactivated; npm run admin lets them back in`
  if (state === 'no_administrator')
    return `none: ADMIN_USERNAME (${username}) is the name of an ordinary user; npm run admin -- <another name> makes one`
  if (state === 'missing') return 'none; npm run admin -- <name> makes one'
  return `${username}; ${lost}`
}
