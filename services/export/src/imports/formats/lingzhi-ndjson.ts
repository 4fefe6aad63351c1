import type { Found, Source } from '../found.ts'
import { cutOff, ImportFault, notJson } from '../reading/fault.ts'
import { parseValue } from '../reading/parse-value.ts'
import { readLines } from '../reading/read-lines.ts'
import { checkVersion, headOf, messageOf } from './lingzhi.ts'
import { createPieces } from './lingzhi-pieces.ts'
import { isObject } from './members.ts'

const lineMaxBytes = 32 * 1024 ** 2

/** Our own canonical export (FORMAT.md), line by line. Raises ImportFault for a file without its last line. */
export async function* readLingzhiNdjson({ chunks }: Source): AsyncGenerator<Found> {
  const pieces = createPieces()
  let conversation: string | undefined
  let counted = { conversations: 0, messages: 0 }
  let ended = false
  let line = 0
  for await (const lines of readLines(chunks(), lineMaxBytes)) {
    for (const { bytes, line: number, last } of lines) {
      line = number
      const place = { line }
      const value = parseLine(bytes, line, last)
      if (ended) throw unexpected(line)
      switch (value.type) {
        case 'export':
          if (line !== 1) throw unexpected(line)
          checkVersion(value, place)
          break
        case 'conversation': {
          const before = pieces.end()
          if (before) yield before
          const { head, reason } = headOf(value, place)
          conversation = head.key
          pieces.begin(head, place, reason)
          counted.conversations += 1
          break
        }
        case 'message': {
          const of = value.conversation_id
          if (typeof of !== 'string' || of.toLowerCase() !== conversation) throw elsewhere(line)
          const { message, reason } = messageOf(value, place)
          const piece = pieces.add(message, reason)
          if (piece) yield piece
          counted.messages += 1
          break
        }
        case 'end':
          if (value.conversations !== counted.conversations || value.messages !== counted.messages)
            throw miscounted(line)
          ended = true
          break
        default:
          // Members may be added without a new version, and so may kinds of lines.
          break
      }
    }
  }
  if (!ended) throw cutOff({ line })
  const rest = pieces.end()
  if (rest) yield rest
  counted = { conversations: 0, messages: 0 }
}

function parseLine(bytes: Buffer, line: number, last: boolean): Record<string, unknown> {
  let value: unknown
  try {
    value = parseValue(bytes, { line })
  } catch (err) {
    // The last one, without its line feed, was cut in the middle.
    throw last && err instanceof ImportFault && err.reason.code === 'NOT_JSON' ? cutOff({ line }) : err
  }
  if (!isObject(value)) throw notJson({ line })
  return value
}

const unexpected = (line: number) =>
  new ImportFault(
    'UNEXPECTED_LINE',
    { zh: '此行不应出现在这里', en: 'This line does not belong here.' },
    { line },
  )

const elsewhere = (line: number) =>
  new ImportFault(
    'OTHER_CONVERSATION',
    { zh: '消息不属于它前面的对话', en: 'A message does not belong to the conversation before it.' },
    { line },
  )

const miscounted = (line: number) =>
  new ImportFault(
    'MISCOUNTED',
    {
      zh: '文件末尾记录的数量与内容不符，文件可能被截取或修改过',
      en: 'The counts in the last line are not those of the file: something is missing, or was added.',
    },
    { line },
  )
