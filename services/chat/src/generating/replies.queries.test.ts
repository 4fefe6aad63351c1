import { newId } from '@lingzhi/contracts/ids'
import { testDatabase } from '@lingzhi/testing/test-database'
import { sql } from 'kysely'
import t from 'tap'
import { callBeginReply } from '../asking/asking.queries.ts'
import type { Database } from '../database.ts'
import { callFinishReply } from './replies.queries.ts'
import type { Ending } from './reply-types.ts'

const migrations = `${import.meta.dirname}/../../migrations`
const startedAt = new Date('2026-03-04T15:06:07.890Z')

t.test('every member of an ending is stored under its own name', async (t) => {
  const { db } = await testDatabase<Database>(t, migrations)
  const userId = newId()
  const workerId = newId()
  const reply = await callBeginReply(
    db,
    {
      id: newId(),
      conversation: { id: newId(), isNew: true },
      userId,
      agentId: 1,
      question: '问',
      options: {},
      requestId: 'the request',
      at: startedAt,
    },
    { worker: { id: workerId, userMax: 1 }, queueMax: 1 },
  )
  const ending: Required<Ending> = {
    status: 'completed',
    attempt: 1,
    workerId,
    finishReason: 'the reason',
    problem: { code: 'A_CODE', status: 599, title: 'the title', detail: 'the detail', retryAfterS: 7 },
    usage: { prompt_tokens: 11, completion_tokens: 22, total_tokens: 33, estimated: true, cost: 0.5 },
    model: 'the model',
    provider: 'the provider',
    providerCalls: 3,
    cached: false,
    runs: [2, 4],
    firstTokenAt: new Date('2026-03-04T15:59:00Z'),
    endedAt: new Date('2026-03-04T16:01:00Z'),
  }
  const text = { reasoning: 'the reasoning', content: 'Gamma 回答' }
  const finish = (ending: Ending) => callFinishReply(db, { reply, ending, text }, 'Asia/Shanghai')
  t.equal(await finish({ ...ending, workerId: newId() }), false, 'not another worker')
  t.equal(await finish({ ...ending, attempt: 2 }), false, 'not another attempt')
  t.equal(await finish(ending), true)
  t.equal(await finish(ending), false, 'not twice')

  const row = await db.selectFrom('replies').selectAll().where('id', '=', reply.id).executeTakeFirstOrThrow()
  t.match(row, {
    status: ending.status,
    attempt: ending.attempt,
    worker_id: ending.workerId,
    finish_reason: ending.finishReason,
    problem: ending.problem,
    usage: ending.usage,
    model: ending.model,
    provider: ending.provider,
    attempts: ending.providerCalls,
    cached: ending.cached,
    runs: ending.runs,
    first_token_at: ending.firstTokenAt,
    ended_at: ending.endedAt,
  })
  const answer = await db
    .selectFrom('messages')
    .selectAll()
    .where('id', '=', reply.message_id)
    .executeTakeFirstOrThrow()
  t.match(answer, { ...text, status: 'complete', terms: new RegExp(`'@${userId}' 'gamma'`) })
  t.match(await db.selectFrom('usage_days').selectAll().execute(), [
    { user_id: userId, day: '2026-03-05', model: ending.model, prompt_tokens: 11, completion_tokens: 22 },
  ])
  const facts = await sql`select subject, at, correlation_id, traceparent, data from outbox`.execute(db)
  t.same(facts.rows, [
    {
      subject: 'chat.reply.completed',
      at: ending.endedAt,
      correlation_id: 'the request',
      traceparent: null,
      data: {
        reply_id: reply.id,
        conversation_id: reply.conversation_id,
        message_id: reply.message_id,
        user_id: userId,
        agent_id: reply.agent_id,
        finish_reason: ending.finishReason,
        total_tokens: 33,
      },
    },
  ])
})
