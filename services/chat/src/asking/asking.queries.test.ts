import { newId } from '@lingzhi/contracts/ids'
import { testDatabase } from '@lingzhi/testing/test-database'
import { sql } from 'kysely'
import t from 'tap'
import type { Database } from '../database.ts'
import type { Capacity, NewReply } from './asking.queries.ts'
import { callBeginReply } from './asking.queries.ts'

const migrations = `${import.meta.dirname}/../../migrations`
const at = new Date('2026-03-04T05:06:07.890Z')

t.test('every member of a new reply is stored under its own name', async (t) => {
  const { db } = await testDatabase<Database>(t, migrations)
  const reply: Required<NewReply> = {
    id: newId(),
    conversation: { id: newId(), isNew: true },
    userId: newId(),
    network: null,
    agentId: 2,
    question: 'Alpha 问题\nBeta',
    options: { format: 'text', noCache: true },
    requestId: 'the request',
    at,
  }
  const capacity: Required<Capacity> = {
    worker: { id: newId(), userMax: 1 },
    unfinishedMax: 3,
    queueMax: 1,
    guestsQueueMax: 1,
  }
  const { outcome, ...begun } = await callBeginReply(db, reply, capacity)
  t.equal(outcome, 'begun')
  const stored = await db.selectFrom('replies').selectAll().executeTakeFirstOrThrow()
  t.same(begun, stored)
  t.match(stored, {
    id: reply.id,
    conversation_id: reply.conversation.id,
    user_id: reply.userId,
    agent_id: reply.agentId,
    options: reply.options,
    request_id: reply.requestId,
    created_at: at,
    started_at: at,
    status: 'running',
    attempt: 1,
    worker_id: capacity.worker?.id,
  })
  t.match(await db.selectFrom('conversations').selectAll().execute(), [
    {
      id: reply.conversation.id,
      user_id: reply.userId,
      agent_id: reply.agentId,
      title: 'Alpha 问题',
      title_source: 'question',
      title_terms: /^'alpha' .*'问题'/,
      message_count: 1,
      created_at: at,
      last_active: at,
    },
  ])
  t.match(await db.selectFrom('messages').selectAll().orderBy('depth').execute(), [
    {
      id: stored.question_id,
      role: 'user',
      status: 'complete',
      content: reply.question,
      terms: new RegExp(`'@${reply.userId}' 'alpha' 'beta'`),
    },
    {
      id: stored.message_id,
      parent_id: stored.question_id,
      role: 'assistant',
      status: 'pending',
      content: '',
    },
  ])

  const another = { ...reply, conversation: { ...reply.conversation, isNew: false } }
  const second = await callBeginReply(db, { ...another, id: newId() }, capacity)
  t.match(second, { status: 'queued', worker_id: null }, 'the user has their share')
  const third = await callBeginReply(db, { ...another, id: newId() }, capacity)
  t.match(third, { outcome: 'queue full', id: null })
  const elsewhere = { ...another, id: newId(), conversation: { id: newId(), isNew: false } }
  const roomy = { ...capacity, queueMax: 9 }
  t.match(await callBeginReply(db, elsewhere, roomy), { outcome: 'no conversation', id: null })
})

t.test('a replica of the version before can still begin a reply, and end it', async (t) => {
  const { db } = await testDatabase<Database>(t, migrations)
  const [id, conversation, caller, worker] = [newId(), newId(), newId(), newId()]
  // As it called the functions of migration 0006.
  const { rows } = await sql<{ outcome: string; status: string; attempt: number }>`
    select outcome, (reply).* from begin_reply(the_id => ${id}, the_conversation => ${conversation}, is_new => ${true},
      caller => ${caller}, the_agent => ${1}, question_id => ${newId()}, question => ${'问'}, terms => ${[]}, the_title => ${'问'},
      the_title_terms => ${[]}, answer_id => ${newId()}, the_options => ${'{}'}, the_request => ${'r'}, at => ${at},
      the_worker => ${worker}, user_max => ${1}, queue_max => ${1})`.execute(db)
  t.match(rows, [{ outcome: 'begun', status: 'running', attempt: 1 }])
  const ended = await sql<{ stored: boolean }>`select finish_reply(the_id => ${id}, the_attempt => ${1},
    the_worker => ${worker}, the_status => ${'completed'}, the_finish_reason => ${'stop'}, the_problem => ${null},
    the_usage => ${null}, the_model => ${null}, the_provider => ${null}, the_attempts => ${1}, is_cached => ${false},
    the_runs => ${[0, 1]}, first_token => ${null}, at => ${at}, answer => ${'答'}, the_reasoning => ${''}, the_terms => ${[]},
    time_zone => ${'UTC'}, fact_id => ${newId()}, trace => ${null}) as stored`.execute(db)
  t.same(ended.rows, [{ stored: true }])
})
