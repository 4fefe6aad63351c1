import { createHash } from 'node:crypto'
import { seal, unseal } from '@lingzhi/runtime/seal'

/** A response kept for replay. */
export interface KeptResponse {
  status: number
  headers: Record<string, string | string[]>
  /** Base64. */
  body: string
  /** Instead of a body: the path at which the same stream can be read again. */
  location?: string
  /** The body is packed with gzip: the whole of a stream. */
  packed?: true
  /** Instead of a body: it was too long to be kept. */
  tooLong?: true
}

export interface Seal {
  /** Names the record; reveals nothing of the key. */
  id: string
  close: (response: KeptResponse) => string
  open: (sealed: string) => KeptResponse
}

/**
 * Seals responses with the idempotency key itself (AES-256-GCM), of which the store only knows a digest: responses
 * hold tokens and API keys, and must not be readable in Redis.
 */
export function sealOf(caller: string, key: string): Seal {
  const derive = (purpose: string) => createHash('sha256').update(`${purpose}\n${caller}\n${key}`).digest()
  const secret = derive('seal')
  return {
    id: derive('id').toString('base64url'),
    close: (response) => seal(secret, Buffer.from(JSON.stringify(response))).toString('base64'),
    open: (sealed) => JSON.parse(unseal(secret, Buffer.from(sealed, 'base64')).toString()) as KeptResponse,
  }
}
