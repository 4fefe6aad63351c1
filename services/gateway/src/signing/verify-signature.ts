import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { problem } from '@lingzhi/contracts/problem'
import type { Texts } from '@lingzhi/contracts/texts'
import type { SignedRequest } from './signature-base.ts'
import { readSignatureInput, signatureBase } from './signature-base.ts'

export const InvalidSignature = problem('INVALID_SIGNATURE', 401, {
  zh: '请求的签名无效',
  en: 'The signature of the request is not valid.',
  check: '`detail`; the signed components, the clock, and the key id in SIGNING_SECRETS.',
})

export interface Signature {
  keyId: string
  nonce: string
  /** Seconds since the epoch. */
  expires: number
  /** What it covers. */
  components: readonly string[]
}

const required = ['@method', '@path', '@query', 'content-digest']
/** Longest a signature may be valid, and how far a caller's clock may be ahead, in seconds. */
const lifeMaxS = 300
const skewS = 60

const shapeOfNonce = /^[\x21-\x7e]{8,128}$/

/**
 * Verifies an HTTP message signature (RFC 9421, hmac-sha256) that covers at least method, path, query and body
 * digest, with created, expires, nonce and keyid. Raises INVALID_SIGNATURE. That the nonce is new, and that
 * the body matches its digest is for the caller to check.
 */
export function verifySignature(
  request: SignedRequest,
  secrets: ReadonlyMap<string, string>,
  nowS = Date.now() / 1_000,
): Signature {
  const { headers } = request
  const input = readSignatureInput(String(headers['signature-input'] ?? ''))
  if (!input)
    throw refuse({
      zh: '缺少 Signature-Input 或无法读取',
      en: 'Signature-Input is missing or cannot be read.',
    })
  const { label, components, attributes } = input

  if (!required.every((name) => components.includes(name)))
    throw refuse({
      zh: `必须覆盖 ${required.join(', ')}`,
      en: `It does not cover all of ${required.join(', ')}.`,
    })
  const [created, expires] = [Number(attributes.get('created')), Number(attributes.get('expires'))]
  const [keyId = '', nonce = '', alg = 'hmac-sha256'] = ['keyid', 'nonce', 'alg'].map((name) =>
    attributes.get(name),
  )
  if (!(created <= nowS + skewS && expires > nowS && expires - created <= lifeMaxS)) {
    throw refuse({
      zh: `已过期，或有效期超过 ${lifeMaxS} 秒`,
      en: `It has expired, or it is valid for more than ${lifeMaxS} s.`,
    })
  }
  if (!shapeOfNonce.test(nonce))
    throw refuse({ zh: '需要 8 到 128 个字符的 nonce', en: 'It needs a nonce of 8 to 128 characters.' })

  const secret = secrets.get(keyId)
  const given = new RegExp(`^${label}=:([A-Za-z0-9+/=]+):$`).exec(String(headers.signature ?? ''))?.[1]
  const base = signatureBase(request, input, (name) =>
    refuse({
      zh: `覆盖了请求中没有的 "${name}"`,
      en: `It covers "${name}", which the request does not have.`,
    }),
  )
  // An unknown key takes as long as a wrong signature.
  const expected = macOf(base, secret ?? 'unknown')
  const actual = Buffer.from(given ?? '', 'base64')
  const equal = actual.length === expected.length && timingSafeEqual(actual, expected)
  if (!equal || secret === undefined || alg !== 'hmac-sha256') throw refuse()
  return { keyId, nonce, expires, components }
}

/** True when a body is the one whose digest was signed (RFC 9530, sha-256). */
export function matchesDigest(contentDigest: string, body: Buffer | undefined): boolean {
  const digest = createHash('sha256')
    .update(body ?? '')
    .digest('base64')
  return contentDigest.split(/,\s*/).includes(`sha-256=:${digest}:`)
}

/** The signature of a base (RFC 9421, section 3.3.3: hmac-sha256). */
export const macOf = (base: string, secret: string | Buffer): Buffer =>
  createHmac('sha256', secret).update(base).digest()

const refuse = (why?: Texts) =>
  InvalidSignature(
    why ? { detail: { zh: `签名无效：${why.zh}`, en: `The signature is not valid. ${why.en}` } } : {},
  )
