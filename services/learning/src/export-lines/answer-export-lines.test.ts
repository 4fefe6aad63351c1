import { requestBytes } from '@lingzhi/bus/request-bytes'
import { LearningRecords } from '@lingzhi/contracts/export-records'
import { newId } from '@lingzhi/contracts/ids'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { startTestChat } from '../test-chat.ts'

t.test('pages of any size add up to everything of one learner, and nothing of another', async (t) => {
  const { bus, db, call, user, identity } = await startTestApp(t)
  const chat = startTestChat(t, bus, db)
  const stranger = await identity.user()
  const ask = (content: string, as = user) => {
    chat.script([`答：${content}`])
    return call('POST', '/api/v1/learning/ask', { body: { content, student_attempt: '我试过' }, as })
  }
  await call('PUT', '/api/v1/learning/settings', { body: { grade_level: 8, weak_points: ['移项'] } })
  for (let n = 0; n < 7; n++) await ask(`第${n}问\n"引号"`)
  await ask('别人的', stranger)
  const mistake = { subject: 'math', title: '方程', question_content: '解方程', knowledge_points: ['移项'] }
  const added = await call('POST', '/api/v1/mistakes', { body: mistake })
  await call('POST', `/api/v1/mistakes/${added.json().data.id}/review`, {
    body: { review_result: 'correct' },
  })
  await call('POST', '/api/v1/mistakes', { body: { ...mistake, title: '别人的' }, as: stranger })

  const pages = async (records_max: number, bytes_max = 100_000) => {
    let text = ''
    let cursor: string | undefined
    do {
      const asked = { user_id: user.id, records_max, bytes_max, ...(cursor && { cursor }) }
      const { result, pieces } = await requestBytes(bus, LearningRecords, asked)
      text += Buffer.concat(pieces).toString()
      cursor = result.next_cursor ?? undefined
    } while (cursor)
    return text
  }
  const whole = await pages(1_000)
  for (const size of [1, 2, 3, 8]) t.equal(await pages(size), whole, `${size} lines a page`)
  t.equal(await pages(1_000, 1_024), whole, 'and a page of few bytes')
  const lines = whole
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  t.same(
    lines.map(({ type }) => type),
    [
      'settings',
      ...Array(7).fill('session'),
      ...Array(7).fill('question'),
      'mistake',
      'review',
      'knowledge_point',
    ],
  )
  t.match(lines[0], { grade_level: 8, weak_points: ['移项'] })
  t.match(lines.at(-1), { name: '移项', evidence: [{ result: 'correct', weight: 0.5 }] })
  t.match(lines.at(-3), { ...mistake, mastery_status: 'learning' })
  t.match(lines.at(-2), { mistake_id: added.json().data.id, review_result: 'correct', voided_at: null })
  t.match(lines.at(-4), {
    content: '第6问\n"引号"',
    student_attempt: '我试过',
    answer: { content: '答：第6问\n"引号"' },
  })
  t.notMatch(whole, /别人的/)
  const nobody = await requestBytes(bus, LearningRecords, {
    user_id: newId(),
    records_max: 10,
    bytes_max: 1_024,
  })
  t.same(nobody.result, { records: {}, next_cursor: null })
})
