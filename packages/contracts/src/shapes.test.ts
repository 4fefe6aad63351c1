import t from 'tap'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { Maybe, Nullable, printable, storable, storableNotBlank, withoutNul } from './shapes.ts'

t.test('a nullable member must be there; one that may be null or missing need not', async (t) => {
  const Body = Type.Object({ a: Nullable(Type.Integer()), b: Maybe(Type.Integer()) })
  for (const body of [{ a: 1 }, { a: null, b: null }, { a: 1, b: 2 }]) t.ok(Value.Check(Body, body))
  for (const body of [{}, { b: 1 }, { a: 'x' }, { a: 1, b: 'x' }]) t.notOk(Value.Check(Body, body))
})

t.test('what cannot be stored is refused or cleaned', async (t) => {
  const Text = Type.String({ pattern: storable })
  t.ok(Value.Check(Text, '灵值\n😀'))
  t.notOk(Value.Check(Text, 'a\0b'))
  t.notOk(Value.Check(Text, '\0'))
  t.equal(withoutNul('\0a\0b\n'), 'ab\n')
  const Reason = Type.String({ pattern: storableNotBlank })
  t.ok(Value.Check(Reason, ' a\n'))
  for (const reason of ['', ' \n', ' \0', 'a\0b', '\u200b\u2060', '\u3164 \u00ad'])
    t.notOk(Value.Check(Reason, reason))
  const Name = Type.String({ pattern: printable })
  t.ok(Value.Check(Name, '灵值 😀'))
  for (const name of ['a\0b', 'a\nb', '\u007f']) t.notOk(Value.Check(Name, name))
})
