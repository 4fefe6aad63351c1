import { Type } from 'typebox'

/** Where people reach the platform; spread into the configuration schema of a service that makes links. */
export const publicUrlSetting = {
  PUBLIC_URL: Type.String({
    pattern: '^(https?://[^/\\s]+\\S*)?$',
    rule: {
      zh: '必须是人们访问的地址，以 http:// 或 https:// 开头，例如 https://lingzhi.example.cn',
      en: 'must be the address people use, with http:// or https://, such as https://lingzhi.example.cn',
    },
    default: '',
    description:
      'Where people reach the platform, with its path if it has one: the beginning of links, and https makes the refresh cookie Secure. Not set: links in mails lead to this machine, others are paths.',
  }),
}

interface Settings {
  PUBLIC_URL: string
}

/** Used by mails, which have no page that a path could belong to. */
const thisMachine = 'http://127.0.0.1:8080'
const onlyHere = /^https?:\/\/(?:localhost|127\.[\d.]+|\[::1\])(?:[:/]|$)/i

/** A link to a path of the platform; only the path when PUBLIC_URL is not set. */
export const linkTo = ({ PUBLIC_URL }: Settings, path: string): string =>
  `${PUBLIC_URL.replace(/\/+$/, '')}${path}`

/** The same for a mail: always a whole link. */
export const mailLinkTo = ({ PUBLIC_URL }: Settings, path: string): string =>
  linkTo({ PUBLIC_URL: PUBLIC_URL || thisMachine }, path)

/** Says at start, once, that the links in mails will work on this machine only. */
export function warnOfLocalLinks(
  { PUBLIC_URL, SMTP_HOST }: Settings & { SMTP_HOST?: string },
  log: { warn: (message: string) => void },
): void {
  if (SMTP_HOST && (PUBLIC_URL === '' || onlyHere.test(PUBLIC_URL)))
    log.warn('mails are sent, but their links lead to this machine: set PUBLIC_URL to the address people use')
}
