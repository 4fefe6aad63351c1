import type { KeyObject } from 'node:crypto'
import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import type { Json } from '../client.ts'

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const read = (text = '') => JSON.parse(Buffer.from(text, 'base64url').toString())

const signer =
  (key: KeyObject) =>
  (header: object, payload: string): string => {
    const text = `${part(header)}.${payload}`
    return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`
  }

/** Forged tokens, made from a true one and the published keys, by what is wrong with them. */
export function forgeries(token: string, keys: Json[]): Record<string, string> {
  const [head, body, signature] = token.split('.')
  const [header, claims] = [read(head), read(body)]
  const admin = part({ ...claims, role: 'admin', scope: undefined })
  const mine = generateKeyPairSync('ed25519')
  const jwk = mine.publicKey.export({ format: 'jwk' })
  const signed = signer(mine.privateKey)
  const hashed = `${part({ ...header, alg: 'HS256' })}.${admin}`
  const published = createPublicKey({ key: keys[0], format: 'jwk' })
  const secrets = {
    JWK: JSON.stringify(keys[0]),
    x: keys[0].x,
    'raw x': Buffer.from(keys[0].x, 'base64url'),
    PEM: published.export({ format: 'pem', type: 'spki' }),
    DER: published.export({ format: 'der', type: 'spki' }),
  }
  const confused = Object.entries(secrets).map(([form, secret]) => [
    `the public key (${form}) as a shared secret`,
    `${hashed}.${createHmac('sha256', secret).update(hashed).digest('base64url')}`,
  ])
  return {
    'alg none': `${part({ ...header, alg: 'none' })}.${admin}.`,
    'alg none without a key id': `${part({ alg: 'none' })}.${admin}.`,
    'alg NoNe with a signature': `${part({ ...header, alg: 'NoNe' })}.${admin}.${signature}`,
    'claims changed after signing': `${head}.${admin}.${signature}`,
    'no signature': `${head}.${body}.`,
    'two parts': `${head}.${body}`,
    'a part too many': `${token}.${signature}`,
    'another key under a known id': signed(header, admin),
    'another key set altogether': signed({ ...header, kid: 'theirs' }, admin),
    'an id that is a path': signed({ ...header, kid: '../../../../dev/null' }, admin),
    'an id of a prototype': signed({ ...header, kid: '__proto__' }, admin),
    'a key inside the token': signed({ ...header, jwk }, admin),
    'an address to fetch the key from': signed({ ...header, jku: 'http://127.0.0.1:9/keys' }, admin),
    'a critical extension': signed({ ...header, crit: ['exp'], b64: false }, admin),
    ...Object.fromEntries(confused),
  }
}

/** Tokens truly signed, with claims that are wrong; and one that is good, to prove that the key is. */
export function misstatements(token: string, key: KeyObject): { good: string; bad: Record<string, string> } {
  const [head, body] = token.split('.')
  const [header, claims] = [read(head), read(body)]
  const nowS = Math.floor(Date.now() / 1_000)
  const signed = signer(key)
  const claiming = (changes: object) => signed(header, part({ ...claims, ...changes }))
  return {
    good: claiming({}),
    bad: {
      expired: claiming({ exp: nowS - 1 }),
      'without expiry': claiming({ exp: undefined }),
      'an expiry that is text': claiming({ exp: 'never' }),
      'not valid yet': claiming({ nbf: nowS + 300 }),
      'another audience': claiming({ aud: 'elsewhere' }),
      'other audiences': claiming({ aud: ['elsewhere', 'nowhere'] }),
      'no audience': claiming({ aud: undefined }),
      'another issuer': claiming({ iss: 'elsewhere' }),
      'no issuer': claiming({ iss: undefined }),
      'nobody’s': claiming({ sub: undefined }),
      'a number’s': claiming({ sub: 1 }),
      'without a session': claiming({ sid: undefined }),
      'a session that is a list': claiming({ sid: [claims.sid] }),
      'under an unknown key id': signed({ ...header, kid: 'theirs' }, body ?? ''),
      'without a key id': signed({ ...header, kid: undefined }, body ?? ''),
      'with another algorithm named': signed({ ...header, alg: 'ES256' }, body ?? ''),
      'with a critical extension': signed({ ...header, crit: ['b64'], b64: false }, body ?? ''),
    },
  }
}
