import { listen } from '@lingzhi/bus/listen'
import { sendRequest } from '@lingzhi/bus/request'
import { BeginCompletion, CompletionEnded, ReadCompletion } from '@lingzhi/contracts/chat-completions'
import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import { sql } from 'kysely'
import t from 'tap'
import { forgetUser } from '../removing/forget-user.ts'
import { sweepConversations } from '../removing/sweep-conversations.ts'
import { startTestApp } from '../test-app.ts'
import { serveTestFiles } from '../test-attachments.ts'

const schema = {
  type: 'object',
  properties: { score: { type: 'integer', maximum: 10 }, note: { type: 'string' } },
  required: ['score'],
  additionalProperties: false,
}

type Started = Awaited<ReturnType<typeof startTestApp>>

/** Begins completions over the bus, as another service does, and reads what became of them. */
function asker({ bus }: Pick<Started, 'bus'>) {
  const begin = (more: object = {}) => {
    const id = newId()
    const asked = {
      id,
      user_id: null,
      purpose: 'test.grade',
      schema_name: 'grade_v1',
      schema,
      messages: [
        { role: 'system' as const, content: '打分' },
        { role: 'user' as const, content: '答案' },
      ],
      priority: 'person' as const,
      ...more,
    }
    return sendRequest(bus, BeginCompletion, asked)
  }
  const read = (id: string, user_id: string | null = null) =>
    sendRequest(bus, ReadCompletion, { id, user_id })
  const ended = (id: string, user_id: string | null = null) =>
    eventually(async () => {
      const found = await read(id, user_id)
      return ['completed', 'failed'].includes(found.status) && found
    }) as Promise<Awaited<ReturnType<typeof read>>>
  return { begin, read, ended }
}

t.test('an object that is valid is stored with its usage, and told once', async (t) => {
  const started = await startTestApp(t)
  const { model, bus, db, identity } = started
  const { begin, ended } = asker(started)
  const facts: unknown[] = []
  const listening = await listen(bus, CompletionEnded, 'test', async ({ data }) => void facts.push(data))
  t.teardown(() => listening.close())
  const user = await identity.user()
  model.enqueue(['{"score":', ' 7}'])
  const { id } = await begin({ user_id: user.id, seed: 5 })
  t.match(await ended(id, user.id), { status: 'completed', value: { score: 7 }, tries: 1, model: 'scripted' })
  t.match(model.calls[0]?.body, { temperature: 0, seed: 5, response_format: { type: 'json_schema' } })
  await eventually(async () => facts.length > 0)
  t.same(facts, [{ id, purpose: 'test.grade', status: 'completed' }])
  const usage = await db.selectFrom('usage_days').select(['user_id', 'purpose', 'answers']).execute()
  t.same(
    usage.map((row) => ({ ...row, answers: Number(row.answers) })),
    [{ user_id: user.id, purpose: 'test.grade', answers: 1 }],
  )
  t.same((await begin({ id, user_id: user.id })).status, 'completed', 'the same id again is the same one')
  t.equal(model.calls.length, 1)
})

t.test(
  'prose around an object is left out; what is not valid is asked for again with what was wrong',
  async (t) => {
    const started = await startTestApp(t)
    const { begin, ended } = asker(started)
    const { model } = started
    model.enqueue(
      ['我认为是三分'],
      ['{"score":"3","extra":1}'],
      ['好的：\n```json\n{"score":3}\n```\n请查收'],
    )
    const { id } = await begin()
    t.match(await ended(id), { status: 'completed', value: { score: 3 }, tries: 3 })
    const [, second, third] = model.calls
    t.match(second?.body.messages.at(-1), { role: 'user', content: /is no JSON object/ })
    t.match(third?.body.messages.at(-2), { role: 'assistant', content: '{"score":"3","extra":1}' })
    t.match(third?.body.messages.at(-1), { content: /\/score must be integer/ })
    t.match(third?.body.messages.at(-1), { content: /extra/ })
    t.equal(third?.body.messages.length, 4, 'only the last wrong answer is shown')
  },
)

t.test('three invalid answers fail it with what was wrong, and there is no default', async (t) => {
  const started = await startTestApp(t)
  const { begin, ended } = asker(started)
  started.model.enqueue(['{}'], ['{"score":11}'], ['{"score":12}'])
  const { id } = await begin()
  const failed = await ended(id)
  t.match(failed, { status: 'failed', tries: 3 })
  t.match(JSON.stringify(failed.problem), /MODEL_OUTPUT_INVALID/)
  t.match(JSON.stringify(failed.problem), /score/)
  t.notOk('value' in failed)
  t.equal((await begin({ id })).status, 'failed', 'begun again only under a new id')
  t.equal(started.model.calls.length, 3)
})

t.test('a provider that refuses fails it with its problem', async (t) => {
  const started = await startTestApp(t)
  const { begin, ended } = asker(started)
  started.model.enqueue([{ fail: { status: 401, body: { error: { message: 'invalid api key' } } } }])
  const failed = await ended((await begin()).id)
  t.match(JSON.stringify(failed.problem), /MODEL_REJECTED/)
})

t.test('nobody reads another’s completion', async (t) => {
  const started = await startTestApp(t)
  const { begin, read } = asker(started)
  const [user, other] = [newId(), newId()]
  started.model.enqueue([{ hold: 'never' }])
  const { id } = await begin({ user_id: user })
  t.ok(await read(id, user))
  for (const stranger of [other, null]) await t.rejects(read(id, stranger), { code: 'COMPLETION_NOT_FOUND' })
  started.model.release('never')
})

t.test('when the budget is used up no model is called', async (t) => {
  const started = await startTestApp(t, { settings: { MONTHLY_TOKENS_MAX: 1 } })
  const { begin, ended } = asker(started)
  const user_id = newId()
  started.model.enqueue(['{"score":1}'])
  await ended((await begin({ user_id })).id, user_id)
  const failed = await ended((await begin({ user_id })).id, user_id)
  t.match(JSON.stringify(failed.problem), /BUDGET_EXCEEDED/)
  t.equal(started.model.calls.length, 1)
})

t.test('one that a person waits for overtakes those that wait in a batch', async (t) => {
  const started = await startTestApp(t, { settings: { COMPLETIONS_MAX: 1 } })
  const { begin, ended } = asker(started)
  const { model } = started
  model.enqueue([{ hold: 'first' }, '{"score":1}'], ['{"score":2}'], ['{"score":3}'])
  const first = await begin({ priority: 'batch' })
  await model.callsReach(1)
  const batch = await begin({ priority: 'batch' })
  const person = await begin()
  model.release('first')
  t.match(await ended(first.id), { value: { score: 1 } })
  t.match(await ended(batch.id), { value: { score: 3 } })
  t.match(await ended(person.id), { value: { score: 2 } })
})

t.test('what a closing replica had under way another makes', async (t) => {
  const started = await startTestApp(t, {
    replicas: 2,
    workers: 1,
    settings: { DRAIN_MS: 0, DATABASE_CONNECT_TIMEOUT_MS: 30_000 },
  })
  const { begin, ended } = asker(started)
  const { model, replicas } = started
  model.enqueue([{ hold: 'first' }], ['{"score":4}'])
  const { id } = await begin()
  await model.callsReach(1)
  await replicas[0]!.close()
  await replicas[1]!.startWorker()
  t.match(await ended(id), { status: 'completed', value: { score: 4 } })
})

t.test('a replica that was thought dead stores nothing once another has taken over', async (t) => {
  const started = await startTestApp(t, { replicas: 2, settings: { COMPLETIONS_MAX: 1 } })
  const { begin, read, ended } = asker(started)
  const { model, db } = started
  model.enqueue([{ hold: 'first' }, '{"score":1}'], [{ hold: 'second' }, '{"score":2}'])
  const { id } = await begin()
  await model.callsReach(1)
  // Its worker is no more, as far as anybody else can tell.
  await sql`update completions set worker_id = ${newId()} where id = ${id}`.execute(db)
  await model.callsReach(2)
  model.release('first')
  t.equal((await read(id)).status, 'running')
  model.release('second')
  t.match(await ended(id), { status: 'completed', value: { score: 2 } })
  const { rows } = await sql<{ count: number }>`select sum(answers)::int as count from usage_days`.execute(db)
  t.same(rows, [{ count: 1 }], 'counted once')
})

t.test(
  'the texts go after COMPLETION_KEEP_H, the row a month later, all at once with the account',
  async (t) => {
    const started = await startTestApp(t)
    const { begin, ended, read } = asker(started)
    const { model, db, deps, config, clock } = started
    const user_id = newId()
    model.enqueue(['{"score":1}'], ['{"score":1}'])
    const { id } = await begin()
    await ended(id)
    const own = await begin({ user_id })
    await ended(own.id, user_id)
    const begun = Date.now()
    const rows = () => db.selectFrom('completions').select(['id', 'messages', 'value', 'schema']).execute()
    await forgetUser(deps, user_id)
    t.equal((await rows()).length, 1)
    clock.now = () => new Date(begun + 25 * 3_600_000)
    await sweepConversations(deps, config)
    t.same(await rows(), [{ id, messages: null, value: null, schema: null }])
    await t.rejects(read(id), { code: 'COMPLETION_NOT_FOUND' })
    clock.now = () => new Date(begun + 32 * 24 * 3_600_000)
    await sweepConversations(deps, config)
    t.same(await rows(), [])
  },
)

t.test('files of its user are shown with a completion, to a model that takes pictures', async (t) => {
  const started = await startTestApp(t, { settings: { LLM_VISION_MODEL: 'seeing' } })
  const { model, bus, identity } = started
  const files = await serveTestFiles(t, bus)
  const [user, other] = [await identity.user(), await identity.user()]
  const { begin, ended } = asker(started)
  const run = async (user_id: string, file_ids: string[]) =>
    ended((await begin({ user_id, file_ids })).id, user_id)
  model.enqueue({ times: 'always', steps: ['{"score":4}'] })
  const ids = [files.picture(user.id, '作业.jpg', '像素'), files.text(user.id, '题目.md', '第一题')]
  const done = await run(user.id, ids)
  t.equal(done.status, 'completed')
  const call = model.calls[0]!.body as unknown as { model: string; messages: { content: unknown }[] }
  t.equal(call.model, 'seeing')
  t.match(call.messages.at(-1)?.content, [
    { type: 'text' },
    {
      type: 'image_url',
      image_url: { url: `data:image/jpeg;base64,${Buffer.from('像素').toString('base64')}` },
    },
    { type: 'text', text: '《题目.md》\n第一题' },
  ])
  const foreign = await run(other.id, ids)
  t.match(foreign, { status: 'failed', problem: { code: 'FILE_NOT_FOUND' } })
  const unready = files.picture(user.id, '新', '新', 'processing')
  t.match(await run(user.id, [unready]), {
    status: 'failed',
    problem: { code: 'FILE_NOT_READY' },
  })
})

t.test(
  'without a model that takes pictures a completion with some fails, and nothing is made up',
  async (t) => {
    const started = await startTestApp(t)
    const files = await serveTestFiles(t, started.bus)
    const user = await started.identity.user()
    const { begin, ended } = asker(started)
    const run = async (user_id: string, file_ids: string[]) =>
      ended((await begin({ user_id, file_ids })).id, user_id)
    const done = await run(user.id, [files.picture(user.id, '图', '图')])
    t.match(done, { status: 'failed', problem: { code: 'VISION_NOT_CONFIGURED' } })
    t.equal(started.model.calls.length, 0)
  },
)

t.test('who has too many waiting is told so, and nobody else is refused', async (t) => {
  const started = await startTestApp(t, { settings: { COMPLETIONS_MAX: 1 } })
  const { begin, read } = asker(started)
  const [user, other] = [newId(), newId()]
  started.model.enqueue([{ hold: 'first' }])
  await begin({ user_id: user })
  await sql`insert into completions (id, user_id, purpose, schema_name, schema, messages, priority, status, created_at)
    select gen_random_uuid(), ${user}, 'test', 'x', '{}', '[]', 'batch', 'queued', now() from generate_series(1, 500)`.execute(
    started.db,
  )
  await t.rejects(begin({ user_id: user }), { code: 'TOO_MANY_REQUESTS' })
  const { id } = await begin({ user_id: other })
  t.ok(await read(id, other))
  await sql`delete from completions`.execute(started.db)
  started.model.release('first')
})
