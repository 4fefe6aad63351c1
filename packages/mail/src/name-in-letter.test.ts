import t from 'tap'
import { nameInLetter } from './name-in-letter.ts'

t.test('a name stands in a letter, what looks like more does not', async (t) => {
  for (const name of ['ops', '小明', 'Anne-Marie O’Neill', 'user_17', 'J. R.'])
    t.equal(nameInLetter(name), name)
  for (const name of [
    '账户异常，请速登录 http://evil.example/ 核实',
    'evil.example',
    'see evil.example now',
    'a\nb',
    'a\u2028b',
    'a\u202eb',
    'mail me@evil',
    '请立即联系客服。',
    'x'.repeat(41),
  ])
    t.ok(nameInLetter(name) === '', encodeURI(name))
})
