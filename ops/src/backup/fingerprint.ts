import { randomBytes, scryptSync } from 'node:crypto'

/** By which a secret is recognised, and from which it cannot be found, even one that a person chose. */
export type Fingerprint = { salt: string; digest: string }

export function fingerprintOf(secret: string, salt = randomBytes(16).toString('hex')): Fingerprint {
  const options = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }
  return { salt, digest: scryptSync(secret, salt, 32, options).toString('hex') }
}

export function fits(secret: string, fingerprint: Fingerprint): boolean {
  return fingerprintOf(secret, fingerprint.salt).digest === fingerprint.digest
}
