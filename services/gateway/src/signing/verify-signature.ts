import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { problem } from '@lingzhi/contracts/problem'
import type { Texts } from '@lingzhi/contracts/texts'

export const InvalidSignature = problem('INVALID_SIGNATURE', 401, {
  zh: '请求的签名无效',
  en: 'The signature of the request is not valid.',
  check: '`detail`; the signed components, the clock, and the key id in SIGNING_SECRETS.',
})

export interface SignedRequest {
  method: string
  /** Path and query exactly as the caller sent them. */
  url: string
  headers: IncomingHttpHeaders
}

export interface Signature {
  keyId: string
  nonce: string
  /** Seconds since the epoch. */
  expires: number
}

const required = ['@method', '@path', '@query', 'content-digest']
/** Longest a signature may be valid, and how far a caller's clock may be ahead, in seconds. */
const lifeMaxS = 300
const skewS = 60

const inputs = /^([a-z][a-z0-9_-]*)=(\(((?:"[^"]+" ?)+)\)((?:;[a-z]+=(?:"[^"]*"|\d+))+))$/
const shapeOfNonce = /^[\x21-\x7e]{8,128}$/

/**
 * Verifies an HTTP message signature (RFC 9421, hmac-sha256) that covers at least method, path, query and body
 * digest, with created, expires, nonce and keyid. Raises INVALID_SIGNATURE. That the nonce is new, and that
 * the body is what its digest says, is for the caller to check.
 */
export function verifySignature(
  request: SignedRequest,
  secrets: ReadonlyMap<string, string>,
  nowS = Date.now() / 1_000,
): Signature {
  const { headers } = request
  const parsed = inputs.exec(String(headers['signature-input'] ?? ''))
  if (!parsed)
    throw refuse({
      zh: '缺少 Signature-Input 或无法读取',
      en: 'Signature-Input is missing or cannot be read.',
    })
  const [, label, signatureParams = '', list = '', attributes = ''] = parsed
  const components = [...list.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name)
  const params = new Map(
    [...attributes.matchAll(/;([a-z]+)=(?:"([^"]*)"|(\d+))/g)].map(([, k = '', s, n]) => [k, s ?? n ?? '']),
  )

  if (!required.every((name) => components.includes(name)))
    throw refuse({ zh: `必须覆盖 ${required.join(', ')}`, en: `It must cover ${required.join(', ')}.` })
  const [created, expires] = [Number(params.get('created')), Number(params.get('expires'))]
  const [keyId = '', nonce = '', alg = 'hmac-sha256'] = ['keyid', 'nonce', 'alg'].map((name) =>
    params.get(name),
  )
  if (!(created <= nowS + skewS && expires > nowS && expires - created <= lifeMaxS)) {
    throw refuse({
      zh: `已过期，或有效期超过 ${lifeMaxS} 秒`,
      en: `It has expired, or is valid for more than ${lifeMaxS} s.`,
    })
  }
  if (!shapeOfNonce.test(nonce))
    throw refuse({ zh: '需要 8 到 128 个字符的 nonce', en: 'It needs a nonce of 8 to 128 characters.' })

  const secret = secrets.get(keyId)
  const given = new RegExp(`^${label}=:([A-Za-z0-9+/=]+):$`).exec(String(headers.signature ?? ''))?.[1]
  const base = [
    ...components.map((name) => `"${name}": ${componentOf(name, request)}`),
    `"@signature-params": ${signatureParams}`,
  ]
  // An unknown key takes as long as a wrong signature.
  const expected = createHmac('sha256', secret ?? 'unknown')
    .update(base.join('\n'))
    .digest()
  const actual = Buffer.from(given ?? '', 'base64')
  const equal = actual.length === expected.length && timingSafeEqual(actual, expected)
  if (!equal || secret === undefined || alg !== 'hmac-sha256') throw refuse()
  return { keyId, nonce, expires }
}

/** True when a body is the one whose digest was signed (RFC 9530, sha-256). */
export function matchesDigest(contentDigest: string, body: Buffer | undefined): boolean {
  const digest = createHash('sha256')
    .update(body ?? '')
    .digest('base64')
  return contentDigest.split(/,\s*/).includes(`sha-256=:${digest}:`)
}

function componentOf(name: string, { method, url, headers }: SignedRequest): string {
  const mark = url.indexOf('?')
  if (name === '@method') return method
  if (name === '@path') return mark === -1 ? url : url.slice(0, mark)
  if (name === '@query') return mark === -1 ? '?' : url.slice(mark)
  if (name === '@authority') return String(headers.host ?? '').toLowerCase()
  const value = headers[name]
  if (value === undefined)
    throw refuse({
      zh: `覆盖了请求中没有的 "${name}"`,
      en: `It covers "${name}", which the request does not have.`,
    })
  return [value].flat().join(', ').trim()
}

const refuse = (why?: Texts) =>
  InvalidSignature(
    why ? { detail: { zh: `签名无效：${why.zh}`, en: `The signature is not valid. ${why.en}` } } : {},
  )
