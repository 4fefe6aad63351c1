import { LegacyConversation, LegacyMessage } from '@lingzhi/contracts/legacy-import'
import type { Static } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Incoming } from '../importing/read-batch.ts'

const isConversation = Compile(LegacyConversation)
const isMessage = Compile(LegacyMessage)

/** A transaction's worth: short enough to hold up nobody. */
const messagesMax = 1_000
const charsMax = 500_000

export interface LegacyBatch {
  userId: string
  conversations: (Incoming & { agent_origin: string | null })[]
}

/**
 * Puts lines into batches of one user's conversations, long ones into several. `add` gives the batches that are full; what is held
 * at the end is given by `rest`, and is to be dropped when the lines did not come to theirs.
 */
export function gatherBatches() {
  let batch: LegacyBatch | undefined
  let messages = 0
  let chars = 0
  let latestMs = 0
  const take = (): LegacyBatch[] => {
    const full = batch && batch.conversations.length > 0 ? [batch] : []
    batch = undefined
    messages = 0
    chars = 0
    return full
  }
  const isFull = () => messages >= messagesMax || chars >= charsMax
  const open = ({ type: _, origin: _origin, user_id, ...head }: Static<typeof LegacyConversation>) => {
    batch ??= { userId: user_id, conversations: [] }
    batch.conversations.push({ type: 'conversation', ...head, messages: [] })
  }
  return {
    add(line: unknown): LegacyBatch[] {
      if (isMessage.Check(line)) {
        const current = batch?.conversations.at(-1)
        if (!batch || !current) throw new Error('a message without a conversation')
        const full: LegacyBatch[] = []
        if (isFull()) {
          const { userId } = batch
          const { messages: _, ...head } = current
          full.push(...take())
          batch = { userId, conversations: [{ ...head, continued: true, after_ms: latestMs, messages: [] }] }
        }
        batch.conversations.at(-1)!.messages.push(line)
        messages += 1
        chars += line.content.length
        latestMs = Math.max(latestMs, Date.parse(line.created_at))
        return full
      }
      if (!isConversation.Check(line)) throw new Error('a line is not what contracts/legacy-import says')
      const isNext = batch && (batch.userId !== line.user_id || isFull())
      // No batch holds a conversation twice: the second must find what the first has become.
      const isTwice = batch?.conversations.some(({ key }) => key === line.key)
      const full = isNext || isTwice ? take() : []
      latestMs = 0
      open(line)
      return full
    },
    rest: take,
  }
}
