import t from 'tap'
import { conversation } from '../test-chat.ts'
import { linesOf, startTestJobs, texts } from '../test-jobs.ts'
import { serveTestRecords } from '../test-records.ts'

const record = (type: string, n: number) => ({ type, id: `${type} ${n}`, statement: `说明 ${n}` })

async function startWithRecords(t: Parameters<typeof startTestJobs>[0], count: number, options = {}) {
  const started = await startTestJobs(t, (id) => [conversation(id, '一', texts(5))], options)
  const records = Array.from({ length: count }, (_, n) => record(n % 2 ? 'preference' : 'rules', n))
  await serveTestRecords(t, started.bus, { userId: started.user.id, records })
  return { ...started, records }
}

t.test('a file holds what its request includes, in one order, and its last line counts it', async (t) => {
  const { complete, records } = await startWithRecords(t, 5)
  const { file, job } = await complete({ include: ['preferences', 'conversations'] })
  t.same(job.include, ['conversations', 'preferences'])
  t.equal(job.rows, 10)
  const lines = linesOf(file)
  t.same(lines.slice(7, -1), records)
  t.match(lines.at(-1), {
    type: 'end',
    conversations: 1,
    messages: 5,
    records: { rules: 3, preference: 2 },
  })
  const alone = await complete({ include: ['preferences'] })
  t.same(linesOf(alone.file).slice(1, -1), records)
  const document = JSON.parse(
    (await complete({ include: ['conversations', 'preferences'], format: 'json' })).file.toString(),
  )
  t.equal(document.conversations[0].messages.length, 5)
  t.same(document.records, records)
  const onlyRecords = JSON.parse(
    (await complete({ include: ['preferences'], format: 'json' })).file.toString(),
  )
  t.match(onlyRecords, { conversations: [], records })
})

t.test('without `include` a file has the bytes that it always had', async (t) => {
  const { complete } = await startWithRecords(t, 3)
  for (const format of ['ndjson', 'json']) {
    const plain = await complete({ format })
    const said = await complete({ format, include: ['conversations'] })
    t.ok(plain.file.equals(said.file), format)
    t.notMatch(plain.file.toString(), 'records')
    t.same(plain.job.include, ['conversations'])
  }
})

t.test('nobody has records, and a document is whole', async (t) => {
  const { complete } = await startWithRecords(t, 0)
  const { file } = await complete({ include: ['conversations', 'preferences'], format: 'json' })
  t.match(JSON.parse(file.toString()), { conversations: [{ title: '一' }], records: [] })
})

t.test('records have no place in csv and md, are one’s own, and kinds are known', async (t) => {
  const { call } = await startWithRecords(t, 1, { admin: true, worker: false })
  for (const [body, path] of [
    [{ include: ['preferences'], format: 'csv' }, 'format'],
    [{ include: ['preferences', 'conversations'], format: 'md' }, 'format'],
    [{ include: ['preferences'], scope: 'all' }, 'include'],
    [{ include: ['everything'] }, 'include'],
    [{ include: [] }, 'include'],
  ] as const) {
    const { statusCode, body: text } = await call('POST', '/api/exports', body)
    t.equal(statusCode, 400, JSON.stringify(body))
    t.match(JSON.parse(text).errors[0].path, path)
  }
})
