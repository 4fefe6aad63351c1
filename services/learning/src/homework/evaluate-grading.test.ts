import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { evaluateGrading, readGold } from './evaluate-grading.ts'
import { graded, startTestHomework } from './test-homework.ts'

t.test('gold answers are graded as homework, compared, and removed again', async (t) => {
  const { call, model, base } = await startTestHomework(t)
  model.say = (asked) =>
    graded(asked, (id) => ({ met: id === 'a' ? 'yes' : 'no', quote: id === 'a' ? '2x=6' : '' }))
  const rubric = [
    { id: 'a', text: '移项', points: 5 },
    { id: 'b', text: '结果', points: 5 },
  ]
  const solved = { question: '解 2x+1=7', rubric, student_answer: '2x=6' }
  const choice = { question: 'A?', question_type: 'choice', correct_answer: 'A' }
  const gold = [
    {
      ...solved,
      human: {
        score: 5,
        criteria: [
          { id: 'a', met: 'yes' },
          { id: 'b', met: 'no' },
        ],
      },
    },
    {
      ...solved,
      human: {
        score: 10,
        criteria: [
          { id: 'a', met: 'yes' },
          { id: 'b', met: 'yes' },
        ],
      },
    },
    { ...choice, student_answer: 'A', human: { score: 10 } },
    { ...choice, student_answer: 'B', human: { score: 0 } },
  ]
  const send = async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => {
    const response = await call(method, path, { ...(body && { body }) })
    if (response.statusCode >= 400) throw new Error(response.body)
    return response.json().data
  }
  const found = await evaluateGrading(readGold(gold.map((one) => JSON.stringify(one)).join('\n')), send, () =>
    pause(10),
  )
  t.match(found, {
    ...{ items: 4, scored: 4, exact: 0.75 },
    per_criterion: { a: { compared: 2, exact: 1 }, b: { compared: 2, exact: 0.5 } },
  })
  t.ok(found.qwk! > 0.5 && found.qwk! < 1)
  t.equal((await call('GET', `${base}/submissions`)).json().data.items.length, 0)
  t.throws(() => readGold('{"student_answer":"x","human":{"score":1}}\n{}'), /line 2/)
})
