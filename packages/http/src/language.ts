import type { IncomingHttpHeaders } from 'node:http'
import type { Language, Texts } from '@lingzhi/contracts/texts'
import { languages } from '@lingzhi/contracts/texts'

/** The tag of each language in Content-Language. */
export const languageTags: Record<Language, string> = { zh: 'zh-CN', en: 'en' }

/** More than any browser sends; the rest is not read. */
const headerMaxChars = 500
const range = /^\s*(?:([a-z]{1,8})(?:-[a-z0-9]{1,8})*|\*)\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?$/i

/**
 * The language a caller reads best, from Accept-Language (RFC 9110, section 12.5.4): Chinese when neither is asked
 * for. Any region counts for its language, so `en-GB, zh;q=0.9, en;q=0.8` is English; where a library looks for the
 * exact tag, it finds Chinese. Ranges that cannot be read are passed over; of equals the first wins.
 */
export function languageOf({ headers }: { headers: IncomingHttpHeaders }): Language {
  const header = headers['accept-language']
  if (header === undefined) return languages[0]
  const named = new Map<string, number>()
  for (const part of header.slice(0, headerMaxChars).split(',')) {
    const found = range.exec(part)
    if (!found) continue
    const [, language = '*', q = '1'] = found
    const name = language.toLowerCase()
    named.set(name, Math.max(named.get(name) ?? 0, Number(q)))
  }
  // `*` stands for every language that is not named, the first of ours before the others.
  for (const one of languages) if (!named.has(one)) named.set(one, named.get('*') ?? 0)
  const accepted = [...named].filter(([name, q]) => q > 0 && isOurs(name)).sort(([, a], [, b]) => b - a)
  return (accepted[0]?.[0] as Language | undefined) ?? languages[0]
}

/** A text in the language of the request's sender. */
export const inLanguageOf = (request: { headers: IncomingHttpHeaders }, texts: Texts): string =>
  texts[languageOf(request)]

const isOurs = (name: string) => (languages as readonly string[]).includes(name)
