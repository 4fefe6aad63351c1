import t from 'tap'
import { mergePath, prepend } from './merge-path.ts'

const ids = (text: string) => [...text].map((id) => ({ id }))
const shown = ({ messages }: { messages: { id: string }[] }) => messages.map(({ id }) => id).join('')

t.test('what was loaded earlier stays when the newest are asked for again', async (t) => {
  const known = { messages: ids('abcdef'), earlier: 'before a' }
  const merged = mergePath(known, { messages: ids('defgh'), earlier: 'before d' })
  t.equal(shown(merged), 'abcdefgh')
  t.equal(merged.earlier, 'before a')
})

t.test('a deleted or replaced end goes', async (t) => {
  const merged = mergePath(
    { messages: ids('abcdef'), earlier: null },
    { messages: ids('cdx'), earlier: 'before c' },
  )
  t.equal(shown(merged), 'abcdx')
})

t.test('without a message in common there is no gap: the newest stand alone', async (t) => {
  const merged = mergePath(
    { messages: ids('abc'), earlier: null },
    { messages: ids('xyz'), earlier: 'before x' },
  )
  t.equal(shown(merged), 'xyz')
  t.equal(merged.earlier, 'before x')
  t.equal(shown(mergePath(undefined, { messages: ids('xyz'), earlier: null })), 'xyz')
  t.equal(shown(mergePath({ messages: ids('a'), earlier: null }, { messages: [], earlier: null })), '')
})

t.test('a page of earlier messages comes before, turned round and without doubles', async (t) => {
  const more = prepend({ messages: ids('cde'), earlier: '3' }, ids('cba'), null)
  t.equal(shown(more), 'abcde')
  t.equal(more.earlier, null)
})
