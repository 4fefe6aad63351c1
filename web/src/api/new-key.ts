/** 128 random bits; `crypto.randomUUID` is missing on pages served without TLS. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}

/** A random UUID (RFC 9562, version 4), for what the API names so. */
export function newUuid(): string {
  const key = newKey()
  const variant = '89ab'[Number.parseInt(key[16]!, 16) & 3]
  return [
    key.slice(0, 8),
    key.slice(8, 12),
    `4${key.slice(13, 16)}`,
    variant + key.slice(17, 20),
    key.slice(20),
  ].join('-')
}
