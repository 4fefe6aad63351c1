import type { Words } from './setting-rules.ts'

const parts = /^([a-z+]+:\/\/)(?:([^@]*)@)?([^/?#]*)(.*)$/s

/**
 * Whether a server's address, or the first of several with commas between, can be taken apart as it was meant. False for a
 * password that holds `@ / # ?` or a lone `%` as they are: what stands behind them would be taken for the host.
 */
export function isAddress(text: string): boolean {
  const [, scheme, userinfo = '', hosts = '', rest = ''] = parts.exec(text.trim()) ?? []
  if (!scheme || /[/?#]/.test(userinfo) || /@/.test(rest.replaceAll(/[?&][^=@&]+=[^&]*/g, ''))) return false
  try {
    decodeURIComponent(userinfo)
  } catch {
    return false
  }
  // Several hosts may stand behind one name and password, each with a port of its own.
  return hosts.split(',').every((host) => {
    const url = URL.parse(`any://${host.trim() || 'localhost'}`)
    return url !== null && (url.port !== '' || !/:$/.test(host))
  })
}

/** The same for a server of which there is one: PostgreSQL's driver takes no list of hosts. */
export const isOneAddress = (text: string): boolean =>
  isAddress(text) && !(parts.exec(text.trim())?.[3] ?? '').includes(',')

/** The same for a list in which every server is an address of its own. */
export const areAddresses = (text: string): boolean => text.split(',').every(isAddress)

/** The rule that `isAddress` checks, for the person whose setting broke it; `password` is the setting beside it. */
export const addressRule = (example: string, password: string): Words => ({
  zh: `必须是地址，例如 ${example}；密码中的 @ / # % : ? 要写成 %40 %2F %23 %25 %3A %3F，或者改用 ${password}，其中可以有任何字符`,
  en: `must be an address such as ${example}; in its password write @ / # % : ? as %40 %2F %23 %25 %3A %3F, or set ${password} instead, which takes any characters`,
})

/** The address with a password of any characters, where it has none of its own. */
export function withPassword(address: string, password: string | undefined): string {
  const [, scheme = '', userinfo = '', hosts = '', rest = ''] = parts.exec(address) ?? []
  if (!password || !scheme || /:./s.test(userinfo)) return address
  return `${scheme}${userinfo.replace(/:$/, '')}:${encodeURIComponent(password)}@${hosts}${rest}`
}

/** The password in an address, or in the first of several that has one; empty where there is none. */
export const passwordIn = (addresses: string): string =>
  addresses
    .split(',')
    .map((address) => /:(.+)/s.exec(parts.exec(address.trim())?.[2] ?? '')?.[1])
    .find(Boolean) ?? ''

/** A text without the passwords of the addresses in it. */
export const withoutPasswords = (text: string): string =>
  text.replaceAll(/([a-z][a-z0-9+.-]*:\/\/[^\s:@/"']*):[^\s"']*@/gi, '$1:[redacted]@')
