import { newId } from '@lingzhi/contracts/ids'
import { assertHeld, testOperations } from '@lingzhi/testing/held-operations'
import { heldMaxMs, heldMs } from '@lingzhi/testing/held-process'
import { chinese } from '@lingzhi/testing/worst-requests'
import t from 'tap'
import { pageBytesMax } from './conversations/read-pages.ts'
import { createWriter } from './formats/create-writer.ts'
import { formats } from './formats/format.ts'
import { conversation } from './test-chat.ts'
import { startTestJobs } from './test-jobs.ts'

const service = await startTestJobs(t, (userId) => [conversation(userId, '题', ['一', '二'])], {
  admin: true,
  worker: false,
  EXPORT_JOBS_PER_DAY: 10_000,
  EXPORT_JOBS_AT_ONCE: 1_000,
})
const { app, user, conversations, complete, call, work } = service

await testOperations(t, app, async () => user.headers)

t.test('nor does a file, its preview or the longest list', async (t) => {
  await work()
  const { job } = await complete({ format: 'md' })
  const body = { format: 'csv', conversation_ids: [conversations[0]?.id] }
  for (let n = 0; n < 40; n++) await call('POST', '/api/exports', body)
  const { id } = job
  for (const url of [
    '/api/exports?limit=100',
    `/api/exports/${id}/preview`,
    `/api/exports/${id}/download`,
    `/api/exports/${id}/events`,
    '/api/conversations/export-all?format=csv&compression=gzip',
  ])
    await assertHeld(t, app, { name: url, method: 'GET', url }, user.headers, 200)
})

/** As many messages of this text as chat puts into one page. */
function pageOf(text: string) {
  const message = (n: number) => ({
    type: 'message',
    id: newId(),
    conversation_id: newId(),
    parent_id: newId(),
    role: n % 2 ? 'assistant' : 'user',
    content: text,
    created_at: '2026-03-01T04:00:00.000Z',
    ...(n % 2 && { agent_name: '灵值生态园', model: 'demo', usage: { total_tokens: 3 } }),
  })
  const lines = [JSON.stringify({ type: 'conversation', id: newId(), title: '题', agent_name: '灵' })]
  let bytes = 0
  while (bytes < pageBytesMax && lines.length <= 4_000) {
    bytes += Buffer.byteLength(lines[lines.push(JSON.stringify(message(lines.length))) - 1] ?? '')
  }
  return { pieces: [Buffer.from(`${lines.join('\n')}\n`)], conversations: 1, messages: lines.length - 1 }
}

// Short ones by the thousand, the longest that chat takes, and what each format has to mask.
for (const [name, text] of [
  ['short messages', '"=1+1\n# *_[x](y) | ```'],
  ['messages of some length', chinese(1_000)],
  ['the longest messages', chinese(200_000)],
  ['marks of Markdown', '*_[`#|<'.repeat(28_000)],
  ['fences', '\n```\n'.repeat(40_000)],
  ['quotes', '"'.repeat(200_000)],
  ['white space', ' \u200b\t'.repeat(66_000)],
] as const)
  t.test(`nor does a page of ${name} in any format`, async (t) => {
    const page = pageOf(text)
    for (const format of formats) {
      const writer = createWriter(format, { shape: 'many', timeZone: 'Asia/Shanghai' })
      const ms = await heldMs(async () => {
        await new Promise(setImmediate)
        writer.write(page)
        await new Promise(setImmediate)
      })
      t.ok(ms <= heldMaxMs, `${format}: ${Math.round(ms)} ms`)
    }
  })
