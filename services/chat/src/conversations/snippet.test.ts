import { soughtWords } from '@lingzhi/search-terms/search-terms'
import t from 'tap'
import { rangesIn, snippetOf } from './snippet.ts'

const marked = (text: string, q: string) =>
  rangesIn(text, soughtWords(q)).map(({ start, end }) => text.slice(start, end))

t.test('the words that a search finds are marked, whatever their case, width or neighbours', async (t) => {
  t.same(marked('秦岭的野生大熊猫 lives in the Qinling Mountains', '大熊猫 mount'), ['大熊猫', 'Mountains'])
  t.same(marked('ＱＩＮＬＩＮＧ and qinling', 'Qinling'), ['ＱＩＮＬＩＮＧ', 'qinling'])
  t.same(marked('熊猫，熊', '熊'), ['熊', '熊'])
  t.same(marked('fountains', 'mountains'), [])
  t.same(marked('𠮷野家的𠮷', '𠮷'), ['𠮷', '𠮷'])
})

t.test(
  'a snippet is one line of plain text around the first word, and its ranges name the words',
  async (t) => {
    const text = `${'前'.repeat(300)}\n\n**大熊猫**住在秦岭${'后'.repeat(300)}`
    const { snippet, ranges } = snippetOf(text, soughtWords('大熊猫 秦岭'))
    t.same(
      ranges.map(({ start, end }) => snippet.slice(start, end)),
      ['大熊猫', '秦岭'],
    )
    t.equal(snippet.length, 122)
    t.match(snippet, /^…前+ 大熊猫住在秦岭后+…$/)
    t.same(snippetOf('短 text', soughtWords('text')), { snippet: '短 text', ranges: [{ start: 2, end: 6 }] })
    t.same(snippetOf('别的', soughtWords('text')), { snippet: '别的', ranges: [] })
  },
)

t.test('a snippet cuts no character in two', async (t) => {
  const { snippet } = snippetOf(`${'😀'.repeat(50)}a word ${'😀'.repeat(100)}`, soughtWords('word'))
  t.equal(snippet.isWellFormed(), true)
})
