import { storableText } from '../storable-text.ts'

/** A shorter key is a word, such as the "any text" that local models take: masking it would garble sentences. */
const secretCharsMin = 8
/** From here on a key is too long to be part of a word by chance, so it is masked wherever it stands. */
const anywhereCharsMin = 16
/** The usual forms of keys, also where they are not ours. */
const keyForms = [
  /\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi,
  /(?<![A-Za-z0-9])(sk|pk|rk|ak|gsk|xai|fk|app|nvapi|hf|tgp)[-_](?=[\w*.-]*[\d*])[\w*.-]{6,}/gi,
  /AIza[\w-]{20,}/g,
  /LTAI\w{10,}/g,
  /\beyJ[\w-]{4,}\.[\w.-]+/g,
  /\b(api[-_ ]?key|access[-_ ]?token|secret)(["']?\s*[:=]\s*["']?)[^\s"',;}&)]{6,}/gi,
]

/** The text without `secret` and without whatever has the form of a key. */
export function maskKeys(text: string, secret: string | undefined): string {
  let masked = text
  if (secret !== undefined && secret.length >= secretCharsMin) {
    const forms = new Set([secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
    for (const form of forms) {
      const literal = escaped(form)
      const whole =
        secret.length >= anywhereCharsMin || /^sk-/.test(secret)
          ? literal
          : `(?<![A-Za-z0-9])${literal}(?![A-Za-z0-9])`
      masked = masked.replace(new RegExp(whole, 'g'), '[key]')
    }
  }
  for (const form of keyForms) masked = masked.replace(form, '[key]')
  return masked
}

const addresses = [
  /\b[a-z][a-z\d+.-]*:\/\/[^\s"'<>)\]，。]+/gi,
  /\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b/g,
  /\[?(?<![\w:])[\da-f:]*::[\da-f:.]*(?:%\w+)?(?![\w:])\]?(:\d+)?/gi,
  /\[?\b(?:[\da-f]{1,4}:){3,7}[\da-f]{0,4}\]?(:\d+)?/gi,
  /\blocalhost\b(:\d+)?/gi,
  /\b(?=[\d.:-]*[a-z])([\w-]+(\.[\w-]+)+:\d{2,5}|[\w-]+:\d{4,5})\b(?!\.\d)/gi,
  /\b[\w-]+(\.[\w-]+)*\.(internal|local|lan|svc|corp|intra|localdomain)(\.[\w-]+)*\b/gi,
  // Names without a dot, as neighbours in one network have them: where programs write them.
  /(?<=\b(?:ENOTFOUND|EAI_AGAIN|lookup)\s+)["']?[\w-]+(?:\.[\w-]+)*["']?/g,
  /(?<=\bhost(?:name)?\s*[=:]\s*)["']?[\w.-]*\w["']?/gi,
  /(?<=\b(?:resolve|upstream|host|server|connect to)\s+)(["'])[\w.-]+\1/gi,
  /(?<=\b(?:to host|connect to)\s+)[\w-]+(?=:\d|\s+port\b)(?::\d+)?/gi,
  /\b[A-Z]:\\[^\s"']+/g,
  /(?<![\w/.])(?:\/[\w.@+-]+){2,}\/?/g,
]
/** What a provider repeats of what it was sent, as pydantic and proxies do within their sentence: an agent's instructions among it. */
const repeated = /(?:\[type=\w+, )?(?:\binput(?:_value)?\s*[:=]\s*[[{"']|\[?\{\s*\\?["']).*$/is
const charsMax = 300

/** Whose sentence it is. */
export interface Speaker {
  apiKey?: string | undefined
  address?: string | undefined
}

/** The speaker's own host, with its port, wherever it stands as a word: of other names without a dot nothing says what they are. */
function ownHost(address: string | undefined): RegExp | undefined {
  const host = URL.parse(address ?? '')?.hostname
  return host ? new RegExp(`(?<![\\w.-])${escaped(host)}(?::\\d+)?(?![\\w-]|\\.\\w)`, 'gi') : undefined
}

const escaped = (literal: string) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/**
 * A provider's sentence as people may read it: without keys, addresses, paths, markup, control characters and what
 * it repeats of the request, and bounded. Undefined when nothing readable is left, or when it is no sentence but a page, JSON or a stack trace.
 */
export function cleanWords(words: string, { apiKey, address }: Speaker): string | undefined {
  if (/^\s*[{[<]|Traceback \(most recent|\n\s+at \S+ \(/.test(words)) return undefined
  let clean = maskKeys(words.replace(repeated, '…'), apiKey)
  const own = ownHost(address)
  for (const form of own ? [...addresses, own] : addresses) clean = clean.replace(form, '…')
  clean = clean
    .replace(/<[^>]{1,200}>/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\uFFFD]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  // What is left of bytes that were no text.
  const letters = clean.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  if (letters < 2 || (words.match(/\uFFFD/g)?.length ?? 0) > words.length / 20) return undefined
  return storableText(clean, charsMax)
}
