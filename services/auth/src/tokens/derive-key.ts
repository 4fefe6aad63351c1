import { hkdfSync } from 'node:crypto'

/** A key of 32 bytes for one purpose, from the one secret of the deployment, in base64 (RFC 5869). */
export const deriveKey = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'base64'), '', `lingzhi auth ${purpose}`, 32))
