import t from 'tap'
import { namesIn, readMistake, titleOf } from './mistake-draft.ts'

t.test('names are separated by commas of either script and by lines, each once', async (t) => {
  t.same(namesIn(' 一次函数，斜率, 斜率、截距;\n图像 '), ['一次函数', '斜率', '截距', '图像'])
  t.same(namesIn(' ，, '), [])
  t.equal(namesIn(Array.from({ length: 30 }, (_, n) => `n${n}`).join(',')).length, 20)
})

t.test('without a title a mistake is called by the beginning of its question', async (t) => {
  t.equal(titleOf(' 因式分解 ', 'x'), '因式分解')
  t.equal(titleOf('', '解方程\n第二行'), '解方程')
  const long = titleOf(' ', '𝑥'.repeat(100))
  t.equal([...long].length, 60)
  t.ok(long.isWellFormed())
})

t.test('what is left empty is none', async (t) => {
  const fields: Record<string, string> = { subject: 'math', question_content: '1+1', difficulty_level: '3' }
  t.match(
    readMistake((name) => fields[name] ?? ''),
    {
      subject: 'math',
      title: '1+1',
      correct_answer: null,
      tags: [],
      difficulty_level: 3,
    },
  )
})
