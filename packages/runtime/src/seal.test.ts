import { createCipheriv, randomBytes } from 'node:crypto'
import t from 'tap'
import { seal, unseal } from './seal.ts'

const key = randomBytes(32)
const text = Buffer.from('灵值')

t.test('what was sealed opens again, and never looks the same twice', async (t) => {
  const sealed = seal(key, text, 'a')
  t.same(unseal(key, sealed, 'a'), text)
  t.notSame(seal(key, text, 'a'), sealed)
  t.same(unseal(key, seal(key, Buffer.alloc(0))), Buffer.alloc(0))
})

t.test('another key, another context, a changed bit and a cut end open nothing', async (t) => {
  const sealed = seal(key, text, 'a')
  t.throws(() => unseal(randomBytes(32), sealed, 'a'))
  t.throws(() => unseal(key, sealed, 'b'))
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    t.throws(() => unseal(key, changed, 'a'))
    t.throws(() => unseal(key, sealed.subarray(0, at), 'a'))
  }
})

t.test('without a context it is plain AES-256-GCM: nonce, tag, text', async (t) => {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const sealed = Buffer.concat([cipher.update(text), cipher.final()])
  t.same(unseal(key, Buffer.concat([nonce, cipher.getAuthTag(), sealed])), text)
})
