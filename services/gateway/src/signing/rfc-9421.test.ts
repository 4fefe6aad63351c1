// The examples of RFC 9421, appendix B.2, on the request of B.2, as far as our subset of the format goes.
// Outside of it: B.2.1 covers nothing, B.2.2 and B.2.4 have components with parameters or a response's status.
import { createPublicKey, verify } from 'node:crypto'
import t from 'tap'
import { readSignatureInput, signatureBase } from './signature-base.ts'
import { macOf, verifySignature } from './verify-signature.ts'

const request = {
  method: 'POST',
  url: '/foo?param=Value&Pet=dog',
  headers: {
    host: 'example.com',
    date: 'Tue, 20 Apr 2021 02:07:55 GMT',
    'content-type': 'application/json',
    'content-digest':
      'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:',
    'content-length': '18',
  },
}
const sharedSecret =
  'uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ=='

function baseOf(signatureInput: string): string {
  const input = readSignatureInput(signatureInput)
  if (!input) throw new Error('not of our subset')
  return signatureBase(request, input, (name) => new Error(`no ${name}`))
}

t.test('B.2.3: the base of full coverage', async (t) => {
  const params =
    '("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length")' +
    ';created=1618884473;keyid="test-key-rsa-pss"'
  t.equal(
    baseOf(`sig-b23=${params}`),
    [
      '"date": Tue, 20 Apr 2021 02:07:55 GMT',
      '"@method": POST',
      '"@path": /foo',
      '"@query": ?param=Value&Pet=dog',
      '"@authority": example.com',
      '"content-type": application/json',
      `"content-digest": ${request.headers['content-digest']}`,
      '"content-length": 18',
      `"@signature-params": ${params}`,
    ].join('\n'),
  )
})

t.test('B.2.5: hmac-sha256, with its signature', async (t) => {
  const base = baseOf(
    'sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
  )
  const mac = macOf(base, Buffer.from(sharedSecret, 'base64'))
  t.equal(mac.toString('base64'), 'pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=')
})

t.test('B.2.6: ed25519 verifies over our base', async (t) => {
  const base = baseOf(
    'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length")' +
      ';created=1618884473;keyid="test-key-ed25519"',
  )
  const key = createPublicKey({
    key: Buffer.from('MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=', 'base64'),
    format: 'der',
    type: 'spki',
  })
  const signature = 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=='
  t.ok(verify(null, Buffer.from(base), key, Buffer.from(signature, 'base64')))
})

t.test('the RFC’s secret signs what we demand: everything covered, an end, a nonce', async (t) => {
  const secrets = new Map([['test-shared-secret', sharedSecret]])
  const params =
    '("date" "@method" "@path" "@query" "content-digest");created=1618884473;expires=1618884773' +
    ';nonce="b3k2pp5k7z-50gnwp.yemd";keyid="test-shared-secret";alg="hmac-sha256"'
  const signature = macOf(baseOf(`sig=${params}`), sharedSecret).toString('base64')
  const headers = { ...request.headers, 'signature-input': `sig=${params}`, signature: `sig=:${signature}:` }
  t.match(verifySignature({ ...request, headers }, secrets, 1_618_884_480), {
    keyId: 'test-shared-secret',
    nonce: 'b3k2pp5k7z-50gnwp.yemd',
    expires: 1_618_884_773,
  })
  const outside = [
    'sig-b21=();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd"',
    'sig-b22=("@authority" "content-digest" "@query-param";name="Pet");created=1618884473;keyid="k";tag="t"',
    `${headers['signature-input']}, other=("@method");created=1618884473`,
  ]
  for (const input of outside) {
    t.equal(readSignatureInput(input), undefined, input)
    t.throws(
      () => verifySignature({ ...request, headers: { ...headers, 'signature-input': input } }, secrets),
      { code: 'INVALID_SIGNATURE' },
    )
  }
})
