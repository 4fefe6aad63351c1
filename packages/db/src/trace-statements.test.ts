import t from 'tap'
import { attributesOf } from './trace-statements.ts'

t.test('a statement is told with its placeholders, in one line, and without a literal', async (t) => {
  const sql = `select "id" from users\n  where name = $1 and note = 'it''s a secret' and kind = 'x' limit $2`
  t.same(attributesOf(sql), {
    'db.system.name': 'postgresql',
    'db.operation.name': 'SELECT',
    'db.query.text': 'select "id" from users where name = $1 and note = ? and kind = ? limit $2',
  })
})

t.test('a literal that is cut in two by the length is not told either', async (t) => {
  const sql = `${'x '.repeat(590)}'a secret of many words`
  t.notMatch(attributesOf(sql)['db.query.text'], /secret/)
  t.ok(attributesOf('y'.repeat(5_000))['db.query.text'].length <= 600)
})
