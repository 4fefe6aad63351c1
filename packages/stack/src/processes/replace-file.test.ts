import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { replaceFile } from './replace-file.ts'

t.test('the new text is whole and its owner alone can read it', async (t) => {
  const file = join(t.testdir({ a: 'old' }), 'a')
  replaceFile(file, 'new')
  t.equal(readFileSync(file, 'utf8'), 'new')
  t.equal(statSync(file).mode & 0o777, 0o600)
})

t.test('a failure leaves no draft behind', async (t) => {
  const dir = t.testdir({ folder: {} })
  t.throws(() => replaceFile(join(dir, 'folder'), 'text'))
  t.same(readdirSync(dir), ['folder'])
})
