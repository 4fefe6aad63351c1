import { hash } from 'node:crypto'

/** SHA-256 of these bytes, in hexadecimal. */
export const sha256Of = (bytes: Buffer): string => hash('sha256', bytes)
