import { sendRequest } from '@lingzhi/bus/request'
import { requestBytes, serveBytes } from '@lingzhi/bus/request-bytes'
import { ExportLines } from '@lingzhi/contracts/chat-export'
import { ImportBatch, ImportLines } from '@lingzhi/contracts/chat-import'
import { newId } from '@lingzhi/contracts/ids'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

const { bus, db, identity, json } = await startTestApp(t, {
  workers: 0,
  settings: { IMPORTED_USER_MAX_BYTES: 1_048_576 },
})

type Line = Record<string, unknown>

/** Imports lines as export would send them; `again` sends the same batch once more. */
async function importLines(userId: string, lines: Line[], { dryRun = false, again = false } = {}) {
  const [job_id, run] = [newId(), newId()]
  const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const serving = serveBytes(bus, ImportLines.ofRun(run), async (_batch, send) => {
    send(bytes)
    return { lines: lines.length }
  })
  await bus.nc.flush()
  const request = { job_id, run, seq: 0, user_id: userId, dry_run: dryRun }
  const result = await sendRequest(bus, ImportBatch, request)
  const repeated = again ? await sendRequest(bus, ImportBatch, request) : result
  await serving.close()
  return { ...result, repeated }
}

async function exported(userId: string): Promise<Line[]> {
  const page = { user_id: userId, messages_max: 5_000, bytes_max: 4_000_000 }
  const { pieces } = await requestBytes(bus, ExportLines, page)
  return Buffer.concat(pieces)
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}

const head = (more: Line = {}): Line => ({
  type: 'conversation',
  key: newId(),
  ordinal: 0,
  continued: false,
  after_ms: 0,
  title: '第一次',
  agent_id: 1,
  agent_name: '灵值生态园',
  created_at: '2026-03-01T04:00:00.123456Z',
  last_active: '2026-03-02T04:00:00.000Z',
  pinned: true,
  archived: false,
  ...more,
})

let ordinal = 0
const message = (parent: Line | null, content: string, more: Line = {}): Line => ({
  type: 'message',
  key: newId(),
  parent: parent?.key ?? null,
  ordinal: ordinal++,
  role: 'user',
  status: 'complete',
  content,
  created_at: '2026-03-01T04:00:01.000Z',
  active: true,
  ...more,
})
const answer = (parent: Line, content: string, more: Line = {}): Line =>
  message(parent, content, {
    role: 'assistant',
    reasoning: '想',
    answer: {
      agent_id: 1,
      agent_name: '灵值生态园',
      model: 'm-1',
      finish_reason: 'stop',
      usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
    },
    ...more,
  })

/** A conversation with a branch, feedback, and texts that have broken formats before. */
function tree() {
  const question = message(null, 'tab\tline\nback\\slash \\N \\. 引号" \u2028 👩‍👩‍👧 苹果')
  const other = answer(question, '另一个', { active: false })
  const shown = answer(question, '苹果很好', {
    feedback: { type: 'like', comment: '谢谢\t!', created_at: '2026-03-01T05:00:00.000Z' },
    status: 'stopped',
  })
  const next = message(shown, 'again')
  return [question, other, shown, next]
}

t.test('what was imported is exported as it came, but for its ids', async (t) => {
  const { id } = await identity.user()
  const [question, other, shown, next] = tree() as [Line, Line, Line, Line]
  const result = await importLines(id, [head(), question, other, shown, next], { again: true })
  t.match(result, { conversations: 'n', messages: { new: 4, existing: 0, changed: 0 }, unknown_agents: [] })
  t.same(result.repeated, {
    conversations: 'n',
    messages: { new: 4, existing: 0, changed: 0 },
    unknown_agents: [],
  })
  const [conversation, ...messages] = await exported(id)
  t.match(conversation, {
    title: '第一次',
    pinned: true,
    message_count: 3,
    created_at: '2026-03-01T04:00:00.123456Z',
    last_active: '2026-03-02T04:00:00.000Z',
  })
  t.same(
    messages.map(({ content }) => content),
    [question, other, shown, next].map(({ content }) => content),
  )
  t.same(
    messages.map(({ active, status }) => [active, status]),
    [
      [true, 'complete'],
      [false, 'complete'],
      [true, 'stopped'],
      [true, 'complete'],
    ],
  )
  t.equal(messages[3]?.parent_id, messages[2]?.id)
  t.match(messages[2], {
    model: 'm-1',
    usage: { total_tokens: 7 },
    reasoning: '想',
    feedback: [{ type: 'like' }],
  })
})

t.test('the same again changes nothing, and a dry run changes nothing at all', async (t) => {
  const user = await identity.user()
  const lines = [head(), ...tree()]
  t.match(await importLines(user.id, lines, { dryRun: true }), { conversations: 'n', messages: { new: 4 } })
  t.same(await exported(user.id), [])
  await importLines(user.id, lines)
  const before = await exported(user.id)
  t.match(await importLines(user.id, lines), {
    conversations: 'e',
    messages: { new: 0, existing: 4, changed: 0 },
  })
  t.same(await exported(user.id), before)
  const stats = await json('GET', '/api/v1/sessions/stats', undefined, user.headers)
  t.match(stats.body.data, { sessions: 1, messages: 3, tokens: { total: 0 }, cost: 0 })
})

t.test('what came later joins what is here, and a text that changed is replaced', async (t) => {
  const { id } = await identity.user()
  const lines = [head(), ...tree()]
  await importLines(id, lines)
  const last = lines.at(-1) as Line
  const more = answer(last, '后来')
  const changed = lines.map((line) => (line === last ? { ...line, content: 'again?' } : line))
  t.match(await importLines(id, [...changed, more]), {
    conversations: 'c',
    messages: { new: 1, existing: 3, changed: 1 },
  })
  const [conversation, ...messages] = await exported(id)
  t.equal(conversation?.message_count, 4)
  t.same(
    messages.slice(-2).map(({ content, active }) => [content, active]),
    [
      ['again?', true],
      ['后来', true],
    ],
  )
})

t.test('a message whose predecessor the file leaves out keeps its place', async (t) => {
  const { id } = await identity.user()
  const question = message(null, '问')
  const next = message({ key: newId() }, '再问')
  const reply = answer(next, '答')
  await importLines(id, [head(), question, next, reply])
  const [conversation, ...messages] = await exported(id)
  t.equal(conversation?.message_count, 3)
  t.same(
    messages.map(({ active }) => active),
    [true, true, true],
  )
  const { depth } = await db
    .selectFrom('messages')
    .select('depth')
    .where('id', '=', String(messages[2]?.id))
    .executeTakeFirstOrThrow()
  t.equal(depth, 4)
})

t.test('one’s own export changes nothing, and another account gets a copy', async (t) => {
  const [owner, other] = [await identity.user(), await identity.user()]
  await importLines(owner.id, [head(), ...tree()])
  const lines = reread(await exported(owner.id))
  t.match(await importLines(owner.id, lines), { conversations: 'e', messages: { new: 0, existing: 4 } })
  t.match(await importLines(other.id, lines), { conversations: 'n', messages: { new: 4 } })
  t.match(await importLines(other.id, lines), { conversations: 'e', messages: { existing: 4 } })
  const back = reread(await exported(other.id))
  t.match(await importLines(owner.id, back), { conversations: 'e', messages: { new: 0, existing: 4 } })
})

/** An export's lines as the reader of our own format hands them on. */
const reread = (lines: Line[]) =>
  lines.map((line, at) =>
    line.type === 'conversation'
      ? head({ ...line, key: line.id })
      : message(null, '', {
          ...line,
          key: line.id,
          parent: line.parent_id,
          ordinal: at,
          feedback: undefined,
        }),
  )

t.test('a title follows the file until its owner gives another', async (t) => {
  const user = await identity.user()
  const first = head()
  const lines = [first, ...tree()]
  await importLines(user.id, lines)
  t.match(await importLines(user.id, [{ ...first, title: '改了' }, ...lines.slice(1)]), {
    conversations: 'c',
  })
  const [conversation] = await exported(user.id)
  t.equal(conversation?.title, '改了')
  await json('PATCH', `/api/conversations/${conversation?.id}`, { title: '我的' }, user.headers)
  t.match(await importLines(user.id, [{ ...first, title: '又改' }, ...lines.slice(1)]), {
    conversations: 'e',
  })
  t.equal((await exported(user.id))[0]?.title, '我的')
})

t.test('imported words are found, and only by their owner', async (t) => {
  const [owner, other] = [await identity.user(), await identity.user()]
  await importLines(owner.id, [head(), ...tree()])
  const search = async (headers: Record<string, string>) =>
    (await json('GET', `/api/conversations?q=${encodeURIComponent('苹果')}`, undefined, headers)).body.data
      .conversations
  t.equal((await search(owner.headers)).length, 1)
  t.equal((await search(other.headers)).length, 0)
})

t.test('a newer file first and the older one behind it come to what both would be at once', async (t) => {
  const [apart, atOnce] = [await identity.user(), await identity.user()]
  const lines: Line[] = []
  for (let at = 0; at < 6; at++) {
    const before = lines.at(-1) ?? null
    lines.push(
      before && at % 2
        ? answer(before, `答 ${at}`, {
            feedback: { type: 'like', comment: null, created_at: '2026-03-01T05:00:00.000Z' },
          })
        : message(before, `问 ${at}`),
    )
  }
  const first = head()
  await importLines(apart.id, [first, ...lines.slice(4)])
  t.match(await importLines(apart.id, [first, ...lines]), {
    conversations: 'c',
    messages: { new: 4, existing: 2, changed: 0 },
  })
  t.match(await importLines(apart.id, [first, ...lines]), { messages: { new: 0, existing: 6, changed: 0 } })
  await importLines(atOnce.id, [first, ...lines])
  const seen = async (userId: string) => {
    const [conversation, ...messages] = await exported(userId)
    const contentOf = new Map(messages.map(({ id, content }) => [id, content]))
    return {
      count: conversation?.message_count,
      messages: messages
        .map(
          ({ id: _, conversation_id: __, parent_id, ...one }): Line => ({
            ...one,
            after: contentOf.get(parent_id) ?? null,
          }),
        )
        .sort((one, other) => String(one.content).localeCompare(String(other.content))),
    }
  }
  t.same(await seen(apart.id), await seen(atOnce.id))
  const depths = await db
    .selectFrom('messages')
    .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
    .select(['messages.content', 'depth', 'active'])
    .where('conversations.user_id', '=', apart.id)
    .orderBy('depth')
    .execute()
  t.same(
    depths.map(({ content, depth, active }) => [content, depth, active]),
    lines.map(({ content }, at) => [content, at + 1, true]),
  )
})

t.test('files that are trees each and a circle together leave every message on its path', async (t) => {
  const { id } = await identity.user()
  const first = head()
  const [one, other] = [message(null, '甲'), message(null, '乙')]
  await importLines(id, [first, { ...one, parent: other.key }])
  await importLines(id, [first, { ...other, parent: one.key }])
  const [conversation, ...messages] = await exported(id)
  t.equal(conversation?.message_count, 2)
  t.same(messages.map(({ content }) => content).sort(), ['乙', '甲'].sort())
  t.same(messages.filter(({ parent_id }) => parent_id === null).length, 1)
})

t.test('what imports leave behind is bounded by what it takes, and deleting gives space back', async (t) => {
  const user = await identity.user()
  const many = (conversations: number) => Array.from({ length: conversations }, () => head({ title: '' }))
  const isFull = { message: /all the space/ }
  await t.rejects(importLines(user.id, many(2_200), { dryRun: true }), isFull, 'a dry run says so')
  await t.rejects(importLines(user.id, many(2_200)), isFull, 'conversations without a message count')
  t.equal((await exported(user.id)).length, 0)
  const large = head()
  const file = [large, message(null, '灵'.repeat(300_000))]
  t.match(await importLines(user.id, file), { conversations: 'n' })
  await t.rejects(importLines(user.id, [head(), message(null, 'a'.repeat(200_000))]), isFull)
  t.match(await importLines(user.id, file), { conversations: 'e' }, 'what is here already takes nothing')
  await t.rejects(
    importLines(user.id, [large, message(null, 'a'.repeat(200_000))]),
    isFull,
    'nor by additions',
  )
  await db.deleteFrom('conversations').where('user_id', '=', user.id).execute()
  t.match(await importLines(user.id, [head(), message(null, 'a'.repeat(200_000))]), { conversations: 'n' })
})
