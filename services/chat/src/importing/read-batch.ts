import { requestBytes } from '@lingzhi/bus/request-bytes'
import type { ImportBatch } from '@lingzhi/contracts/chat-import'
import { ImportedConversation, ImportedMessage, ImportLines } from '@lingzhi/contracts/chat-import'
import type { Static } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Deps } from '../deps.ts'
import { parseLine } from './parse-line.ts'

export type IncomingMessage = Static<typeof ImportedMessage>
export interface Incoming extends Static<typeof ImportedConversation> {
  messages: IncomingMessage[]
}

const conversationSchema = Compile(ImportedConversation)
const messageSchema = Compile(ImportedMessage)

/** Other work gets its turn between steps of about this many characters. */
const stepChars = 25_000

/** Fetches the lines of a batch from the process that read them. Raises SERVICE_UNAVAILABLE when that is gone. */
export async function fetchBatch(
  bus: Deps['bus'],
  { job_id, run, seq }: Pick<Static<typeof ImportBatch.request>, 'job_id' | 'run' | 'seq'>,
): Promise<{ conversations: Incoming[]; bytes: number }> {
  const { pieces } = await requestBytes(bus, ImportLines.ofRun(run), { job_id, run, seq })
  const lines = Buffer.concat(pieces)
  return { conversations: await parseBatch(lines), bytes: lines.length }
}

const lineFeed = 0x0a

/** The conversations of a batch, each with its messages. Throws for lines that are not what contracts say. */
async function parseBatch(lines: Buffer): Promise<Incoming[]> {
  const conversations: Incoming[] = []
  let read = 0
  for (let start = 0; start < lines.length; ) {
    const end = lines.indexOf(lineFeed, start)
    if (end === -1) throw new Error('a batch ends within a line')
    const line = parseLine(lines.subarray(start, end))
    if (messageSchema.Check(line)) {
      const conversation = conversations.at(-1)
      if (!conversation) throw new Error('a message without a conversation')
      conversation.messages.push(line)
    } else if (conversationSchema.Check(line)) conversations.push({ ...line, messages: [] })
    else throw new Error('a line of a batch is neither a conversation nor a message')
    read += end - start
    if (read > stepChars) {
      read = 0
      await new Promise(setImmediate)
    }
    start = end + 1
  }
  return conversations
}
