import { newId } from '@lingzhi/contracts/ids'
import t from 'tap'
import { conversation } from '../test-chat.ts'
import { linesOf, startTestJobs, texts } from '../test-jobs.ts'

t.test('an incremental export holds what changed since the last one of the same shape', async (t) => {
  const { complete, conversations } = await startTestJobs(t, (id) => [
    conversation(id, 'Old', texts(4)),
    conversation(id, 'Going on', texts(4)),
  ])
  t.match(await complete({ incremental: true }), { job: { rows: 8, changed_since: null } })
  t.match(await complete({ incremental: true }), { job: { rows: 0 } })
  conversations[1]?.messages.push({
    id: newId(),
    parent_id: null,
    role: 'user',
    content: 'new',
    // An export holds what was there before its own instant: the same millisecond belongs to the next one.
    created_at: new Date(Date.now() - 1).toISOString(),
  })
  const { file, job } = await complete({ incremental: true })
  t.match(linesOf(file).slice(1, -1), [
    { type: 'conversation', title: 'Going on' },
    { type: 'message', content: 'new' },
  ])
  t.type(job.changed_since, 'string')
  t.match(
    await complete({ incremental: true, format: 'csv' }),
    { job: { rows: 9, changed_since: null } },
    'another shape',
  )
})
