import type { ReadFormat } from '../found.ts'
import { ImportFault, notUtf8, unknownFormat } from '../reading/fault.ts'
import type { Document } from '../reading/unpacked.ts'
import { withoutMark } from '../reading/without-mark.ts'
import { readChatbotUi } from './chatbot-ui.ts'
import { readChatGpt } from './chatgpt.ts'
import { readClaude } from './claude.ts'
import { FirstNames } from './first-names.ts'
import { readFlaskChat } from './flask-chat.ts'
import type { ImportFormat } from './import-formats.ts'
import { readLibreChat } from './librechat.ts'
import { readLingzhiJson } from './lingzhi-json.ts'
import { readLingzhiNdjson } from './lingzhi-ndjson.ts'
import { readLobeHub } from './lobehub.ts'
import { readNextChat } from './nextchat.ts'
import { readOpenWebUi } from './open-webui.ts'
import { readOpenAiJson, readOpenAiLines } from './openai-messages.ts'

export const readers: Record<ImportFormat, ReadFormat> = {
  'lingzhi-ndjson': readLingzhiNdjson,
  'lingzhi-json': readLingzhiJson,
  chatgpt: readChatGpt,
  claude: readClaude,
  librechat: readLibreChat,
  'open-webui': readOpenWebUi,
  lobehub: readLobeHub,
  'chatbot-ui': readChatbotUi,
  nextchat: readNextChat,
  'flask-chat': readFlaskChat,
  'openai-jsonl': readOpenAiLines,
  'openai-json': readOpenAiJson,
}

/** JSON cannot be shorter, and a mark of its encoding is not longer. */
const headBytes = 3
/** Of what is read to tell a format: the first conversation may be as large as any, and others that hold nothing may come before it. */
const lookedAtMaxBytes = 64 * 1024 ** 2

/** Which format a document has, by what it holds. Raises ImportFault when it is none of them. */
export async function tellFormat(document: Document): Promise<ImportFormat> {
  const names = new FirstNames()
  let head: Buffer | undefined = Buffer.alloc(0)
  let bytes = 0
  for await (const chunk of withoutMark(document.open())) {
    bytes += chunk.length
    if (head) head = Buffer.concat([head, chunk])
    if (head && head.length < headBytes) continue
    if (head) checkEncoding(head)
    names.push(head ?? chunk)
    head = undefined
    if (names.decided || bytes > lookedAtMaxBytes) break
  }
  if (head) {
    checkEncoding(head)
    names.push(head)
  }
  if (!names.begun) throw new ImportFault('EMPTY', { zh: '文件是空的', en: 'The file is empty.' })
  if (names.empty)
    throw new ImportFault('EMPTY', { zh: '文件中没有对话', en: 'The file holds no conversation.' })
  const format = names.format()
  if (!format) throw unknownFormat()
  return format
}

/** UTF-16 has a zero beside JSON's first character, or a mark before it. */
function checkEncoding(head: Buffer): void {
  const [first, second] = head
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  if (marked || (head.length > 1 && (first === 0 || second === 0))) throw notUtf8({ byte: 0 })
}
