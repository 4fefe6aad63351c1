import { createHash } from 'node:crypto'
import { problem } from '@lingzhi/contracts/problem'

export const KeyGuessable = problem('IDEMPOTENCY_KEY_GUESSABLE', 400, {
  zh: '未登录时，Idempotency-Key 必须无法被他人猜到：请为每个请求生成一个随机的 UUID',
  en: 'Without a token an Idempotency-Key must be one that nobody else can guess: make a random UUID for every request.',
  check:
    'That the caller’s key is random, and long enough: no counter, no time, no digest of the request. Guests have nothing else of their own.',
})

const charsMin = 20
/** Of what a random UUID has 122; what is written in fewer different characters has less. */
const bitsMin = 72

/**
 * Whether somebody else may come upon the same key: too short, of too few different characters, a digest of the body, or a UUID
 * made from a name (RFC 9562, versions 3 and 5). Guests of one network are told apart by nothing but their keys.
 */
export const isGuessable = (key: string, body: Buffer): boolean =>
  key.length < charsMin || bitsOf(key) < bitsMin || namedUuid.test(key) || isDigestOf(body, key)

const namedUuid = /^[\da-f]{8}-[\da-f]{4}-[35][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i

/** The key's length, times what its characters tell each, were they drawn at random as often as they occur. */
function bitsOf(key: string): number {
  const counts = new Map<string, number>()
  for (const char of key) counts.set(char, (counts.get(char) ?? 0) + 1)
  return [...counts.values()].reduce((bits, count) => bits - count * Math.log2(count / key.length), 0)
}

/** Hashes only for a key as long as that digest is written: a body may be of some megabytes. */
function isDigestOf(body: Buffer, key: string): boolean {
  const given = key.toLowerCase().replace(/^[a-z\d-]{2,10}[:=]/, '')
  return digests.some(({ algorithm, bytes }) => {
    const lengths = [bytes * 2, Math.ceil(bytes / 3) * 4, Math.ceil((bytes * 4) / 3)]
    if (!lengths.includes(given.length)) return false
    const digest = createHash(algorithm).update(body).digest()
    return forms.some((form) => digest.toString(form).toLowerCase() === given)
  })
}

const digests = [
  { algorithm: 'md5', bytes: 16 },
  { algorithm: 'sha1', bytes: 20 },
  { algorithm: 'sha256', bytes: 32 },
  { algorithm: 'sha384', bytes: 48 },
  { algorithm: 'sha512', bytes: 64 },
]
const forms = ['hex', 'base64', 'base64url'] as const
