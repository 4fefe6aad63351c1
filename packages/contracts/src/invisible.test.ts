import t from 'tap'
import { isBlank, withoutMarks } from './invisible.ts'
import { notBlank } from './shapes.ts'

t.test('a text of which nothing can be seen is blank', async (t) => {
  const blank = [
    '',
    ' \n\t',
    '\u200b\u2060',
    '\u3000\u00a0',
    '\u3164',
    '\u115f\u1160',
    '\u2800',
    '\u00ad',
    '\ufeff',
    '\u202e',
    '\ufe0f',
    '\0',
  ]
  for (const text of blank) {
    t.ok(isBlank(text), escape(text))
    t.notOk(new RegExp(notBlank, 'u').test(text), 'and the pattern of schemas agrees')
  }
  t.ok(isBlank('\u{e0041}\u{e0100}'))
  for (const text of ['.', '好', '\u200b好', '❤️', '👨‍👩‍👧', 'é', '\u0e33', '⠁']) {
    t.notOk(isBlank(text), text)
    t.ok(new RegExp(notBlank, 'u').test(text), text)
  }
  t.equal(withoutMarks('\u202a138 \u200b00\u202c'), '138 00')
})
