import { newId } from '@lingzhi/contracts/ids'
import { openDb } from '@lingzhi/db/open-db'
import { silentLog } from '@lingzhi/testing/silent-log'
import { testDatabase } from '@lingzhi/testing/test-database'
import { sql } from 'kysely'
import t from 'tap'
import { callBeginReply } from '../asking/asking.queries.ts'
import type { Database, Db } from '../database.ts'
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
    heldBack: null,
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

t.test(
  'replies of two replicas that begin and end together, in any order, are each stored once',
  async (t) => {
    const { db, settings } = await testDatabase<Database>(t, migrations)
    const other = openDb<Database>(settings, silentLog)
    t.teardown(() => other.destroy())
    const workerId = newId()
    const owners = Array.from({ length: 40 }, (_, n) => (n % 4 === 0 ? null : newId()))
    const begin = (db: Db, userId: string | null, conversation?: string) =>
      callBeginReply(
        db,
        {
          id: newId(),
          conversation: { id: conversation ?? newId(), isNew: conversation === undefined },
          userId,
          agentId: 1,
          question: 'half a pair \ud83d and a backslash \\u0000',
          options: {},
          requestId: 'the request',
          at: startedAt,
        },
        { worker: { id: workerId, userMax: 8 }, queueMax: 8 },
      )
    const first = await Promise.all(owners.map((owner, n) => begin(n % 2 ? db : other, owner)))
    const again = [...first.entries()].flatMap(([n, { user_id, conversation_id }]) => [
      begin(db, user_id, conversation_id),
      begin(other, first.at(-1 - n)?.user_id ?? null, first.at(-1 - n)?.conversation_id),
    ])
    const replies = [...first, ...(await Promise.all(again))]
    t.ok(replies.every(({ outcome, status }) => outcome === 'begun' && status === 'running'))
    const ending: Ending = {
      status: 'completed',
      attempt: 1,
      workerId,
      finishReason: 'stop',
      problem: null,
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2, estimated: false, cost: 0 },
      model: 'm',
      provider: 'p',
      providerCalls: 1,
      cached: false,
      heldBack: null,
      runs: [0, 1],
      firstTokenAt: null,
      endedAt: startedAt,
    }
    const text = { reasoning: '', content: '答' }
    const finish = (db: Db) => (reply: (typeof replies)[number]) =>
      callFinishReply(db, { reply, ending, text }, 'UTC')
    const ended = await Promise.all([...replies.map(finish(db)), ...replies.toReversed().map(finish(other))])
    t.equal(ended.filter(Boolean).length, replies.length)
    const count = async (table: 'replies' | 'outbox') =>
      (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(db)).rows[0]?.n
    t.equal(await count('outbox'), replies.length)
    const { rows } = await sql<{
      answers: number
    }>`select sum(answers)::int as answers from usage_days`.execute(db)
    t.equal(rows[0]?.answers, replies.length)
    const { content } = await db.selectFrom('messages').select('content').limit(1).executeTakeFirstOrThrow()
    t.equal(content, 'half a pair \ufffd and a backslash \\u0000')
  },
)
