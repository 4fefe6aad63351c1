import { eventually } from '@lingzhi/testing/eventually'
import { idsReplaced, variedLines } from '@lingzhi/testing/varied-export'
import fc from 'fast-check'
import t from 'tap'
import type { Json } from './client.ts'
import { createClient } from './client.ts'
import { foreignFiles, hostileFiles, largeMessage } from './foreign-files.ts'
import { dataDir, startStack } from './start-stack.ts'

type Line = Json

/** Text that has broken formats before: tabs and line ends, backslashes, quotes, marks of direction, emoji, other planes. */
const hostile = fc
  .array(
    fc.constantFrom(
      '\t',
      '\n',
      '\r\n',
      '\\',
      '\\N',
      '\\.',
      '"',
      "'",
      '\u2028',
      '\u202e',
      '\ufeff',
      '👩‍👩‍👧',
      '𠀀',
      '灵值',
      'a',
      ' ',
      '<b>',
      '%',
      '\u0001',
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((pieces) => pieces.join(''))

const uuid = (n: number) => `01960f3e-7c1a-7b3e-8000-${n.toString(16).padStart(12, '0')}`
const agent = { agent_id: 1, agent_name: '灵值生态园' }

/** A conversation as our export has it: a tree whose active path is one, with what every message can carry. */
const conversation = fc.record({
  title: fc.constantFrom('第一次', 'Title "quoted"', '👩‍👩‍👧'),
  pinned: fc.boolean(),
  archived: fc.boolean(),
  micros: fc.integer({ min: 0, max: 999_999 }),
  nodes: fc.array(
    fc.record({
      up: fc.nat(20),
      content: hostile,
      reasoning: fc.option(hostile),
      stopped: fc.boolean(),
      usage: fc.boolean(),
      feedback: fc.option(fc.constantFrom('like', 'dislike', 'correct')),
    }),
    { minLength: 1, maxLength: 15 },
  ),
})

function toLines(conversations: Json[]): Line[] {
  const lines: Line[] = [{ type: 'export', format: 'lingzhi.conversations', format_version: 1 }]
  let messages = 0
  for (const [c, { nodes, micros, ...head }] of conversations.entries()) {
    const id = uuid(c * 1_000)
    const at = (n: number) =>
      `2026-03-01T04:${String(c % 60).padStart(2, '0')}:${String(n).padStart(2, '0')}.${micros % 1_000 === 0 ? String(micros / 1_000).padStart(3, '0') : String(micros).padStart(6, '0')}Z`
    const tree: Line[] = nodes.map((node: Json, n: number) => {
      const parent = n === 0 ? -1 : node.up % n
      return { node, parent, id: uuid(c * 1_000 + n + 1) }
    })
    const path = new Set<number>()
    for (let at = tree.length - 1; at >= 0; at = tree[at].parent) path.add(at)
    const depth = (n: number): number => (n < 0 ? 0 : depth(tree[n].parent) + 1)
    lines.push({
      ...{
        type: 'conversation',
        id,
        user_id: null,
        title: head.title,
        ...agent,
        created_at: at(0),
        last_active: at(nodes.length),
      },
      ...{ message_count: path.size, pinned: head.pinned, archived: head.archived },
    })
    for (const [n, { node, parent, id: message }] of tree.entries()) {
      const isAnswer = depth(n) % 2 === 0
      lines.push({
        ...{
          type: 'message',
          id: message,
          conversation_id: id,
          parent_id: parent < 0 ? null : tree[parent].id,
        },
        ...{ role: isAnswer ? 'assistant' : 'user', content: node.content, created_at: at(n) },
        ...{ status: isAnswer && node.stopped ? 'stopped' : 'complete', active: path.has(n) },
        ...(isAnswer && node.reasoning && { reasoning: node.reasoning }),
        ...(isAnswer && {
          ...agent,
          model: 'm',
          finish_reason: node.stopped ? 'stopped' : 'stop',
          usage: node.usage
            ? { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, estimated: false, cost: null }
            : null,
        }),
        ...(isAnswer &&
          node.feedback && { feedback: [{ type: node.feedback, comment: node.content, created_at: at(n) }] }),
      })
    }
    messages += nodes.length
  }
  lines.push({ type: 'end', conversations: conversations.length, messages })
  return lines
}

/** The same with each id replaced by the line it first stood in, and without whose it is. */
function withoutIds(lines: Line[]): Line[] {
  const ids = new Map<string, number>()
  for (const [at, { id }] of lines.entries()) if (id) ids.set(id, at)
  const told = (id: string | null) => (id === null ? null : (ids.get(id) ?? `unknown ${id}`))
  return lines.map(({ user_id: _, ...line }) => ({
    ...line,
    ...('id' in line && { id: told(line.id) }),
    ...('conversation_id' in line && { conversation_id: told(line.conversation_id) }),
    ...('parent_id' in line && { parent_id: told(line.parent_id) }),
  }))
}

t.test('through the whole stack: in, out, and in again', async (t) => {
  const stack = await startStack(t, dataDir(t), ['--scale', 'chat=2,export=2'], {
    RATE_LIMIT_FACTOR: '100',
    // Opinions that come in are learned from at the full hour, and that costs tokens.
    PREFERENCES_EVERY_S: '0',
  })
  const guest = createClient(stack.gateway_url)
  const register = async (username: string) => {
    const { body } = await guest.post('/api/register', { username, password: 'a sound password' })
    return { token: body.data.token as string, client: guest.as(body.data.token) }
  }
  type Person = Awaited<ReturnType<typeof register>>
  const importFile = async (
    { token, client }: Person,
    file: string | Buffer,
    fields: Record<string, string> = {},
  ) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    form.set('file', new Blob([file]), 'file')
    const response = await fetch(`${stack.gateway_url}/api/imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: form,
    })
    const begun = (await response.json()) as Json
    t.equal(response.status, 202, JSON.stringify(begun))
    return eventually(async () => {
      const { body } = await client.get(`/api/imports/${begun.data.id}`)
      return ['completed', 'failed'].includes(body.data.status) && (body.data as Json)
    }, 60_000)
  }
  const exported = async ({ client }: Person): Promise<Line[]> => {
    const response = await client.open('/api/conversations/export-all?format=ndjson')
    const text = await response.text()
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  }

  const [first, second] = [await register('first'), await register('second')]
  const lines = toLines(fc.sample(conversation, { numRuns: 40, seed: 17 }))
  const file = lines.map((line) => `${JSON.stringify(line)}\n`).join('')

  await t.test('what went in comes out, but for its ids, and the same again changes nothing', async (t) => {
    const job = await importFile(first, file)
    t.match(job, { status: 'completed', conversations: { new: 40, skipped: 0 }, messages: { existing: 0 } })
    const out = await exported(first)
    t.same(withoutIds(out), withoutIds(lines))
    t.match(await importFile(first, file), {
      conversations: { new: 0, changed: 0, existing: 40 },
      messages: { new: 0 },
    })
    t.same(await exported(first), out)
  })

  await t.test(
    'an export of one’s own changes nothing, and fills another’s account with the same',
    async (t) => {
      const out = await exported(first)
      const own = out.map((line) => `${JSON.stringify(line)}\n`).join('')
      t.match(await importFile(first, own), {
        conversations: { new: 0, changed: 0 },
        messages: { new: 0, changed: 0 },
      })
      t.same(await exported(first), out)
      t.match(await importFile(second, own, { dry_run: 'true' }), {
        dry_run: true,
        conversations: { new: 40 },
      })
      t.equal((await exported(second)).length, 2)
      await importFile(second, own)
      t.same(withoutIds(await exported(second)), withoutIds(out))
    },
  )

  await t.test('a file of every program comes in once, and twice is not more', async (t) => {
    const person = await register('mover')
    for (const [format, file] of foreignFiles) {
      const tried = await importFile(person, file, { dry_run: 'true' })
      const done = await importFile(person, file)
      const counts = { conversations: { new: 1, skipped: 0 }, messages: { new: 2 } }
      t.match(
        [tried, done],
        [
          { format, ...counts },
          { format, status: 'completed', ...counts },
        ],
        format,
      )
      const again = { conversations: { new: 0, changed: 0, existing: 1 }, messages: { new: 0, changed: 0 } }
      t.match(await importFile(person, file), again, `${format} again`)
    }
    const out = await exported(person)
    t.equal(out.filter(({ type }) => type === 'conversation').length, foreignFiles.length)
    t.equal(out.filter(({ type, active }) => type === 'message' && active).length, 2 * foreignFiles.length)
  })

  await t.test(
    'a file that is made to do harm is refused with its reason, twice, and leaves nothing',
    async (t) => {
      const person = await register('stranger')
      for (const [name, file, code] of hostileFiles)
        for (let time = 0; time < 2; time++)
          t.match(await importFile(person, file), { status: 'failed', failure: { code } }, name)
      t.equal((await exported(person)).length, 2)
      t.match(await importFile(person, largeMessage), { status: 'completed', messages: { new: 1 } })
      t.same(
        withoutIds(await exported(person)),
        withoutIds(
          largeMessage
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line)),
        ),
      )
    },
  )

  await t.test('five thousand messages go out of one account and into another, byte for byte', async (t) => {
    const [from, to] = [await register('from'), await register('to')]
    const text = async ({ client }: Person) =>
      (await client.open('/api/conversations/export-all?format=ndjson')).text()
    const told = (exported: string) => exported.trimEnd().split('\n').map(idsReplaced())
    t.match(await importFile(from, [...variedLines(5_000)].join('')), {
      status: 'completed',
      conversations: { new: 50, skipped: 0 },
      messages: { new: 5_000 },
    })
    const out = await text(from)
    t.match(await importFile(to, out), { status: 'completed', messages: { new: 5_000, skipped: 0 } })
    t.strictSame(told(await text(to)), told(out))
  })

  await t.test('what came in is listed, found, counted and gone with its account', async (t) => {
    const list = await second.client.get('/api/conversations?limit=100')
    t.ok(list.body.data.conversations.length > 0)
    const stats = await second.client.get('/api/v1/sessions/stats')
    t.match(stats.body.data, { sessions: 40, tokens: { total: 0 } })
    const search = await second.client.get(`/api/conversations?q=${encodeURIComponent('灵值')}`)
    t.ok(search.body.data.conversations.length > 0)
  })
})
