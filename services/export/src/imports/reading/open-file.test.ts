import { buffer } from 'node:stream/consumers'
import t from 'tap'
import { ZipFile } from 'yazl'
import { ImportFault } from './fault.ts'
import { openFile } from './open-file.ts'

async function titlesIn(files: Record<string, string | Buffer>): Promise<string[]> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  const bytes = await buffer(zip.outputStream)
  const upload = {
    bytes: bytes.length,
    async *read(from = 0, to = bytes.length) {
      yield bytes.subarray(from, to)
    },
  }
  const file = await openFile(upload, { unpackedMaxBytes: 1e9 }, '2026-11-29T00:00:00.000Z')
  const titles: string[] = []
  for await (const { head } of file.conversations()) titles.push(head.title)
  return titles
}

const chats = (title: string) => JSON.stringify([{ title, conversation_id: title, mapping: {} }])
async function refusalOf(files: Record<string, string | Buffer>): Promise<unknown> {
  const err = await titlesIn(files).catch((err: unknown) => err)
  return err instanceof ImportFault ? err.reason.code : err
}
const fork = Buffer.from([0, 5, 0x16, 7, 0, 2, 0, 0])

t.test('of an archive the conversations are read, in whatever folder, and nothing else', async (t) => {
  t.same(
    await titlesIn({
      'export/conversations-001.json': chats('二'),
      'export/conversations-000.json': chats('一'),
      'export/conversations-002.json': '[]',
      'export/users.json': '[{"uuid":"u"}]',
      'export/message_feedback.json': chats('no'),
      '__MACOSX/export/._conversations-000.json': fork,
    }),
    ['一', '二'],
  )
  t.same(
    await titlesIn({
      'chat 1.json': chats('一'),
      'a.json': '{',
      '__MACOSX/._chat 1.json': fork,
      'b.json': fork,
    }),
    ['一'],
  )
  t.same(await titlesIn({ 'chat.json': chats('一'), '__MACOSX/._chat.json': fork, '._chat.json': fork }), [
    '一',
  ])
})

t.test('a part of the conversations that cannot be read is told, and not passed over', async (t) => {
  const good = chats('一')
  const utf16 = Buffer.from(good, 'utf16le')
  t.equal(await refusalOf({ 'conversations-000.json': good, 'conversations-001.json': 'no' }), 'NOT_JSON')
  t.equal(await refusalOf({ 'conversations-000.json': good, 'conversations-001.json': utf16 }), 'NOT_UTF8')
  t.equal(await refusalOf({ 'conversations.json': '[]' }), 'EMPTY')
})
