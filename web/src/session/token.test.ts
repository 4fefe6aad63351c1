import t from 'tap'
import { readToken } from './token.ts'

const tokenOf = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`

t.test(
  'a token tells whose it is and how long it lives, whatever the clock of the device says',
  async (t) => {
    const token = tokenOf({ sub: 'u1', role: 'admin', iat: 1_000, exp: 1_900 })
    t.same(readToken(token), { userId: 'u1', role: 'admin', lifeMs: 900_000 })
  },
)

t.test('what is no token tells nothing', async (t) => {
  for (const none of [undefined, '', 'lz_key', 'a.b.c', 'a.%.c']) t.equal(readToken(none), null)
})
