import type { FastifyRequest } from 'fastify'
import type { Records } from '../idempotency/records.ts'
import { InvalidSignature, matchesDigest, verifySignature } from './verify-signature.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The Content-Digest a verified signature covers; the body must match it. */
    signedDigest: string | undefined
  }
}

export interface Signing {
  /** False when signing is off: then a signature means nothing. */
  on: boolean
  /** Secrets by key id. */
  secrets: ReadonlyMap<string, string>
  /** The users a secret may sign for, by key id; one without an entry signs for anybody. */
  users: ReadonlyMap<string, ReadonlySet<string>>
  /** Calls made with an API key must be signed. */
  required: boolean
}

/** SIGNING_SECRETS as `id:secret` pairs, comma-separated. */
export function signingOf({
  SIGNING_SECRETS,
  SIGNING_USERS,
  SIGNING_REQUIRED,
}: {
  SIGNING_SECRETS: string
  SIGNING_USERS: string
  SIGNING_REQUIRED: boolean
}): Signing {
  const users = new Map<string, Set<string>>()
  for (const pair of SIGNING_USERS.split(',').filter(Boolean)) {
    const [id = '', user = ''] = pair.trim().split(':')
    users.set(id, (users.get(id) ?? new Set()).add(user))
  }
  const pairs = SIGNING_SECRETS.split(',')
    .filter(Boolean)
    .map((pair) => {
      const [id = '', ...secret] = pair.trim().split(':')
      return [id, secret.join(':')] as const
    })
  const on = pairs.length > 0 || SIGNING_REQUIRED
  return { on, secrets: new Map(pairs), users, required: SIGNING_REQUIRED }
}

/** Refuses a bad signature, a used one, and where it is demanded a missing one, with INVALID_SIGNATURE. */
export async function checkSignature(
  request: FastifyRequest,
  { on, secrets, users, required }: Signing,
  records: Records,
  authorization = request.headers.authorization,
): Promise<void> {
  if (!on) return
  if (request.headers['signature-input'] === undefined) {
    if (required && request.principal?.scopes)
      throw InvalidSignature({
        detail: { zh: '使用 API 密钥的调用必须签名', en: 'Sign the calls that are made with an API key.' },
      })
    return
  }
  const { method, originalUrl, headers } = request
  const signed = { method, url: originalUrl, headers: { ...headers, authorization } }
  const { keyId, nonce, expires, components } = verifySignature(signed, secrets)
  const bound = users.get(keyId)
  if (
    bound &&
    !(request.principal && bound.has(request.principal.userId) && components.includes('authorization'))
  )
    throw InvalidSignature({
      detail: {
        zh: '此密钥只能为其指定的用户签名，且必须覆盖 authorization',
        en: 'This key signs for its own users only, and must cover authorization.',
      },
    })
  const ttlMs = Math.ceil(expires * 1_000 - Date.now()) + 1_000
  const used = await records.claim(`signature:${keyId}:${nonce}`, { fingerprint: '' }, ttlMs)
  if (used)
    throw InvalidSignature({ detail: { zh: '此签名已被使用过', en: 'The signature was used before.' } })
  request.signedDigest = String(headers['content-digest'])
}

/** INVALID_SIGNATURE when the body that came is not the one that was signed. */
export function checkDigest({ signedDigest, body }: FastifyRequest): void {
  if (signedDigest === undefined || matchesDigest(signedDigest, body as Buffer | undefined)) return
  throw InvalidSignature({
    detail: { zh: '请求内容与 Content-Digest 不符', en: 'The body does not match its Content-Digest.' },
  })
}
