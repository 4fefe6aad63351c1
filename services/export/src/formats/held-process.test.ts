import { newId } from '@lingzhi/contracts/ids'
import { heldMaxMs, heldMs } from '@lingzhi/testing/held-process'
import { chinese } from '@lingzhi/testing/worst-requests'
import t from 'tap'
import { pageBytesMax } from '../conversations/read-pages.ts'
import { createWriter } from './create-writer.ts'
import { formats } from './format.ts'

const at = '2026-03-01T04:00:00.000Z'

/** As many messages of this text as chat puts into one page. */
function pageOf(text: string) {
  const message = (n: number) => ({
    type: 'message',
    id: newId(),
    conversation_id: newId(),
    parent_id: newId(),
    role: n % 2 ? 'assistant' : 'user',
    content: text,
    created_at: at,
    ...(n % 2 && { agent_name: '灵值生态园', model: 'demo', usage: { total_tokens: 3 } }),
  })
  const lines = [
    JSON.stringify({
      type: 'conversation',
      id: newId(),
      title: '题',
      agent_name: '灵',
      created_at: at,
      last_active: at,
    }),
  ]
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
  ['marks of lists', `${'* '.repeat(99_000)}x`],
  ['lines of marks', `${'- 1. * > '.repeat(20_000)}x`],
  ['quotes', '"'.repeat(200_000)],
  ['white space', ' \u200b\t'.repeat(66_000)],
] as const)
  t.test(`no page holds the process for more than ${heldMaxMs} ms in any format: ${name}`, async (t) => {
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
