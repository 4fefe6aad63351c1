import { heldMaxMs, workMs } from '@lingzhi/testing/held-process'
import t from 'tap'
import { searchTerms } from './search-terms.ts'

const long = (text: string) => text.repeat(2_000_000 / text.length)

t.test(
  'the terms of a text of megabytes hold nobody up, however few it has and however it is written',
  async (t) => {
    // The first compiles.
    searchTerms('一二 three'.repeat(10_000))
    for (const text of ['第 3 条。', 'a ', '灵', '\ufdfa', 'ａ', '. ', 'İ', 'e\u0301']) {
      const ms = Math.min(
        await workMs(() => searchTerms(long(text))),
        await workMs(() => searchTerms(long(text))),
      )
      t.ok(ms < heldMaxMs, `${JSON.stringify(text)}: ${ms} ms`)
    }
  },
)

t.test('a long text is found by the words of its beginning, each once', async (t) => {
  t.same(searchTerms(`Alpha ${long('第三条 ')} omega`), ['alpha', '第三', '三条', '条', '三'])
})
