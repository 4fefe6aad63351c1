import t from 'tap'
import { guardTerms } from './guard-terms.ts'

/** Whether a text would tell an answer. */
const tells = (answer: string, text: string, question = '求解') =>
  guardTerms(answer, question).some((term) => text.includes(term))

t.test('the answer is known in the forms that a tutor would write it in', async (t) => {
  for (const text of ['得 x=3', '得 $x = 3$', '所以x等于3', '答案是3', '答案: 3', 'x的值是3'])
    t.ok(tells('x=3', text), text)
  for (const text of ['共3米', '共 3 米', '答案是3米']) t.ok(tells('3 米', text), text)
  for (const text of [
    String.raw`得 \frac{1}{2}`,
    String.raw`$\frac12$`,
    '二分之一'.replace('二', '2').replace('一', '1'),
    '1/2',
  ])
    t.ok(tells('$\\frac{1}{2}$', text), text)
  for (const text of ['x=2', 'x = 3', 'x=2或x=3']) t.ok(tells('x=2 或 x=3', text), text)
  for (const text of ['应选B', '选择 B', '答案为B']) t.ok(tells('B', text), text)
  t.ok(tells('勾股定理', '这里用勾股定理'))
})

t.test('what is no answer passes: steps, other values, what the question says', async (t) => {
  for (const text of ['第3步', '3 个未知数', 'x+3', '看第 3 题']) t.notOk(tells('3', text), text)
  for (const text of ['A、B 两点', 'B 在直线上']) t.notOk(tells('B', text), text)
  t.notOk(tells('勾股定理', '勾股定理是什么', '什么是勾股定理'), 'the question names it')
  t.ok(guardTerms('x=3', '').length <= 128)
})

t.test('answers that are none, or made to be large, give bounded terms', async (t) => {
  t.same(
    guardTerms('', '求解').filter((term) => term.length < 2),
    [],
  )
  for (const answer of [
    '='.repeat(500),
    'x='.repeat(200),
    'a,'.repeat(300),
    '$'.repeat(500),
    '1/'.repeat(200),
  ]) {
    const terms = guardTerms(answer, '求解')
    t.ok(terms.length <= 128 && terms.every((term) => term.length <= 200), answer.slice(0, 6))
  }
})
