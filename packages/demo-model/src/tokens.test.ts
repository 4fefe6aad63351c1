import t from 'tap'
import { countPromptTokens, countTokens, truncateToTokens } from './tokens.ts'

t.test('a CJK character costs one token, four other characters cost one', async (t) => {
  t.equal(countTokens('灵值平台'), 4)
  t.equal(countTokens('abcd'), 1)
  t.equal(countTokens('abcde'), 2)
  t.equal(countTokens('灵值abc'), 3)
  t.equal(countPromptTokens(['灵值', 'abcd']), 2 + 4 + 1 + 4)
})

t.test('a truncated text costs at most its bound and never ends in half a character', async (t) => {
  t.equal(truncateToTokens('灵值平台', 3), '灵值平')
  t.equal(truncateToTokens('abcdefgh', 1), 'abcd')
  t.equal(truncateToTokens('灵😀值', 2), '灵')
  t.equal(truncateToTokens('短', 10), '短')
  for (const bound of [1, 2, 3, 5, 8])
    t.ok(countTokens(truncateToTokens('灵a值bcdef平台😀gh', bound)) <= bound)
})
