import t from 'tap'
import type { Composition } from './composition.queries.ts'
import { ingredientsOf } from './ingredients.ts'

const part = (kind: string, name: string, tokens: number, cut = 'no') => ({ kind, name, tokens, cut })
const composition = {
  parts: [
    part('agent', '灵值', 100),
    part('user-rules', '用户自定义规则', 50),
    part('file', 'a.pdf', 0, 'left-out'),
  ],
  conversation: { messages: 2, left_out: 1, tokens: 30 },
  question_tokens: 20,
  tokens: 200,
} as unknown as Composition

t.test('all that a model was shown, in its order, with its share of the whole', async (t) => {
  t.same(
    ingredientsOf(composition).map(({ kind, name, share, cut }) => [kind, name, share, cut]),
    [
      ['agent', '灵值', 50, 'no'],
      ['user-rules', '', 25, 'no'],
      ['file', 'a.pdf', 0, 'left-out'],
      ['conversation', '', 15, 'no'],
      ['question', '', 10, 'no'],
    ],
  )
})

t.test('a first question has nothing before it', async (t) => {
  const first = { ...composition, conversation: { messages: 0, left_out: 0, tokens: 0 } }
  t.notOk(ingredientsOf(first).some(({ kind }) => kind === 'conversation'))
})
