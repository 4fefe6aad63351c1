import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import type { Json } from '../client.ts'

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const read = (text = '') => JSON.parse(Buffer.from(text, 'base64url').toString())

/** Tokens nobody may believe, made from a true one and the published keys, by what is wrong with them. */
export function forgeries(token: string, keys: Json[]): Record<string, string> {
  const [head, body, signature] = token.split('.')
  const [header, claims] = [read(head), read(body)]
  const admin = part({ ...claims, role: 'admin', scope: undefined })
  const mine = generateKeyPairSync('ed25519')
  const jwk = mine.publicKey.export({ format: 'jwk' })
  const signed = (headers: object, payload: string) => {
    const text = `${part(headers)}.${payload}`
    return `${text}.${sign(null, Buffer.from(text), mine.privateKey).toString('base64url')}`
  }
  const hashed = `${part({ ...header, alg: 'HS256' })}.${admin}`
  const confused = createHmac('sha256', JSON.stringify(keys[0])).update(hashed).digest('base64url')
  return {
    'alg none': `${part({ ...header, alg: 'none' })}.${admin}.`,
    'alg NoNe with a signature': `${part({ ...header, alg: 'NoNe' })}.${admin}.${signature}`,
    'claims changed after signing': `${head}.${admin}.${signature}`,
    'no signature': `${head}.${body}.`,
    'another key under a known id': signed(header, admin),
    'another key set altogether': signed({ ...header, kid: 'theirs' }, admin),
    'a key the token brings itself': signed({ ...header, jwk }, admin),
    'an address to fetch the key from': signed({ ...header, jku: 'http://127.0.0.1:9/keys' }, admin),
    'the public key as a shared secret': `${hashed}.${confused}`,
    'another audience': signed(header, part({ ...claims, aud: 'elsewhere' })),
    expired: signed(header, part({ ...claims, exp: 1 })),
    'a critical extension': signed({ ...header, crit: ['exp'], b64: false }, admin),
  }
}
