import t from 'tap'
import { inLanguage } from './in-language.ts'

const both = '导出多次中断，已停止，请重新发起。The export was interrupted too often. Please start it again.'
const note =
  '有 3 条消息超过 32767 个字符，Excel 打开时会截断（content_length 列标出长度）；文件本身完整，json 与 ndjson 不受此限。3 messages are longer than the 32767 characters of an Excel cell, which cuts them (see content_length). The file is whole.'

t.test('a sentence stored in both languages is shown in one', async (t) => {
  t.equal(inLanguage(both, 'zh'), '导出多次中断，已停止，请重新发起。')
  t.equal(inLanguage(both, 'en'), 'The export was interrupted too often. Please start it again.')
  t.match(inLanguage(note, 'zh'), /^有 3 条.*不受此限。$/)
  t.match(inLanguage(note, 'en'), /^3 messages/)
})

t.test('a sentence in one language is left as it is', async (t) => {
  for (const text of ['存储空间已满。', 'The file store is full.', '', '共 30 行。'])
    for (const language of ['zh', 'en'] as const) t.equal(inLanguage(text, language), text)
})
