import { createHash, randomBytes } from 'node:crypto'
import { apiKeyPrefix, Scope } from '@lingzhi/contracts/auth'
import { instant, Uuid } from '@lingzhi/contracts/ids'
import { Type } from 'typebox'

export const ApiKey = Type.Object(
  {
    id: Uuid,
    name: Type.String(),
    hint: Type.String({
      description: 'The first characters of the key, so that its owner can recognise it.',
    }),
    scopes: Type.Array(Scope),
    created_at: instant,
    expires_at: Type.Union([instant, Type.Null()]),
    last_used_at: Type.Union([instant, Type.Null()]),
  },
  { title: 'ApiKey' },
)

const hintLength = 7

/** A new key of 256 random bits, and what may be stored of it. */
export function newApiKey() {
  const key = apiKeyPrefix + randomBytes(32).toString('base64url')
  return { key, hint: key.slice(0, hintLength), hash: hashApiKey(key) }
}

/** A plain hash is enough: a key is as long as its hash and cannot be guessed. */
export const hashApiKey = (key: string): Buffer => createHash('sha256').update(key).digest()
