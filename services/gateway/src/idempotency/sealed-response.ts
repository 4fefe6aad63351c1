import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** A response kept for replay. */
export interface KeptResponse {
  status: number
  headers: Record<string, string | string[]>
  /** Base64. */
  body: string
  /** Instead of a body: the path at which the same stream can be read again. */
  location?: string
}

export interface Seal {
  /** Names the record; reveals nothing of the key. */
  id: string
  close: (response: KeptResponse) => string
  open: (sealed: string) => KeptResponse
}

/**
 * Seals responses with the idempotency key itself (AES-256-GCM), of which the store only knows a digest: responses
 * hold tokens and API keys, and whoever reads Redis must not find them there.
 */
export function sealOf(caller: string, key: string): Seal {
  const derive = (purpose: string) => createHash('sha256').update(`${purpose}\n${caller}\n${key}`).digest()
  const secret = derive('seal')
  return {
    id: derive('id').toString('base64url'),
    close: (response) => {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', secret, iv)
      const text = Buffer.concat([cipher.update(JSON.stringify(response)), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64')
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
      return JSON.parse(text.toString()) as KeptResponse
    },
  }
}
