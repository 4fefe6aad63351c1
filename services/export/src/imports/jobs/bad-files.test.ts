import { gzipSync } from 'node:zlib'
import t from 'tap'
import { exportedLines, startTestImports } from '../../test-imports.ts'

const { chat, importFile, call } = await startTestImports(t, { IMPORT_JOBS_PER_DAY: 1_000 })

const good = exportedLines(2, 4)
const changed = (line: number, change: (value: Record<string, unknown>) => unknown) =>
  good.map((text, at) => (at === line - 1 ? `${JSON.stringify(change(JSON.parse(text)))}\n` : text)).join('')
const cyclic = changed(3, (m) => ({ ...m, parent_id: JSON.parse(good[3] ?? '').id }))

const files: [name: string, file: Buffer | string, code: string, place?: object][] = [
  ['nothing', Buffer.from(' \n'), 'EMPTY'],
  ['not JSON', '对话\n', 'NOT_JSON', { line: 1 }],
  ['something else', '{"a":1}', 'UNKNOWN_FORMAT'],
  ['UTF-16', Buffer.from(good.join(''), 'utf16le'), 'NOT_UTF8'],
  [
    'GBK within',
    Buffer.concat([
      Buffer.from(good.slice(0, 2).join('')),
      Buffer.from([0x7b, 0x22, 0xc4, 0xe3, 0x22, 0x7d, 0x0a]),
    ]),
    'NOT_UTF8',
    { line: 3 },
  ],
  ['cut at a line', good.slice(0, 5).join(''), 'CUT_OFF', { line: 5 }],
  ['cut within a line', good.join('').slice(0, -20), 'CUT_OFF'],
  ['cut gzip', gzipSync(good.join('')).subarray(0, 200), 'CUT_OFF'],
  ['damaged gzip', Buffer.concat([gzipSync(good.join('')).subarray(0, 40), Buffer.alloc(100, 7)]), 'DAMAGED'],
  [
    'a version from the future',
    changed(1, (m) => ({ ...m, format_version: 2 })),
    'UNKNOWN_VERSION',
    { line: 1 },
  ],
  ['a line that is missing', [...good.slice(0, 3), ...good.slice(4)].join(''), 'MISCOUNTED'],
  ['a line too many behind the end', `${good.join('')}{}\n`, 'UNEXPECTED_LINE'],
  ['a member that is missing', changed(3, ({ role: _, ...m }) => m), 'WRONG_MEMBER', { line: 3 }],
  ['depth', `[${'['.repeat(100_000)}`, 'TOO_DEEP'],
  [
    'a bomb',
    gzipSync(Buffer.concat([Buffer.from('[{"mapping":{'), Buffer.alloc(100 * 1024 ** 2, ' ')])),
    'UNPACKS_TO_TOO_MUCH',
  ],
]

for (const [name, file, code, place] of files)
  t.test(`a file of ${name} is refused with its reason, and nothing of it is stored`, async (t) => {
    const job = await importFile(file)
    t.match(job, { status: 'failed', failure: { code, ...(place && { place }) } })
    t.match(job.failure?.message, /\S/)
    t.same(chat.batches, [])
  })

t.test(
  'a conversation that is no tree, or out of time, is left out whole, and the others come in',
  async (t) => {
    for (const [file, code, line] of [
      [cyclic, 'NOT_A_TREE', undefined],
      [changed(4, (m) => ({ ...m, parent_id: m.id })), 'NOT_A_TREE', 4],
      [changed(4, (m) => ({ ...m, created_at: '9999-01-01T00:00:00.000Z' })), 'BAD_DATE', 4],
      [changed(4, (m) => ({ ...m, created_at: 'yesterday' })), 'BAD_DATE', 4],
      [changed(4, (m) => ({ ...m, id: JSON.parse(good[2] ?? '').id })), 'SAME_ID_TWICE', 4],
    ] as const) {
      chat.clear()
      const job = await importFile(file)
      t.match(job, {
        status: 'completed',
        conversations: { new: 1, skipped: 1 },
        messages: { new: 4, skipped: 4 },
      })
      const { skipped } = (await call('GET', `/api/imports/${job.id}/report`)).json().data
      t.match(skipped, [{ conversation: 1, code, ...(line && { place: { line } }) }])
      t.equal(chat.lines.filter(({ type }) => type === 'conversation').length, 1)
    }
  },
)

t.test('a file of which nothing can be imported fails with the first reason', async (t) => {
  chat.clear()
  const roots = exportedLines(1, 1_200).map((text) => {
    const line = JSON.parse(text)
    return `${JSON.stringify(line.type === 'message' ? { ...line, parent_id: null } : line)}\n`
  })
  t.match(await importFile(roots.join('')), { status: 'failed', failure: { code: 'TOO_MANY_BRANCHES' } })
  t.same(chat.batches, [])
})
