import type { BeginReply } from '@lingzhi/contracts/chat-replies'
import { newId } from '@lingzhi/contracts/ids'
import { withoutNul } from '@lingzhi/contracts/shapes'
import type { Static } from 'typebox'
import { ConversationNotFound } from '../access.ts'
import { findAgentBySlug } from '../agents/agents.queries.ts'
import { AgentNotFound } from '../agents/list-agents.ts'
import { assertQuestionFits } from '../context/assert-question-fits.ts'
import { findConversation } from '../conversations/conversations.queries.ts'
import { findReply } from '../reading/reading.queries.ts'
import { ReplyNotFound } from '../reading/stream-reply.ts'
import { readChoices } from '../scenarios/scenarios.queries.ts'
import { attach, passFilter } from './ask-and-follow.ts'
import type { AskingDeps } from './asking-types.ts'
import { beginReply } from './begin-reply.ts'

type Asked = Static<typeof BeginReply.request>
type Begun = Static<typeof BeginReply.result>

/** Two that begin the same reply, or the same conversation, at once: the second finds what the first has stored. */
const triesMax = 3

/** Begins the reply that another service asks for, once for each id. */
export async function answerBeginReply(deps: AskingDeps, asked: Asked): Promise<Begun> {
  for (let tries = 1; ; tries++) {
    const found = await findReply(deps.db, asked.reply_id)
    if (found && found.user_id !== asked.user_id) throw ReplyNotFound()
    if (found) return told(found)
    try {
      return told(await begin(deps, asked))
    } catch (err) {
      if (!isDuplicate(err) || tries === triesMax) throw err
    }
  }
}

async function begin(deps: AskingDeps, asked: Asked) {
  const { db, filters, generate } = deps
  const { user_id: userId, conversation_id: conversationId, blocks, guard, history_max } = asked
  const content = withoutNul(asked.content)
  const agent = await findAgentBySlug(db, asked.agent)
  if (!agent) throw AgentNotFound()
  const begins = !(await isThere(deps, asked))
  await assertQuestionFits(generate, agent.model_config, content)
  const [prepared, choices] = await Promise.all([filters.of(agent), readChoices(db, userId, conversationId)])
  const wanted = { agent, content, principal: { userId } }
  const passed = await passFilter(deps, prepared.input, wanted)
  const newConversationId = conversationId ?? newId()
  const files = asked.file_ids
    ? await attach(deps, wanted.principal, { agent, fileIds: asked.file_ids, options: {} }, newConversationId)
    : null
  return beginReply(deps, nobodyListens, {
    ...wanted,
    id: asked.reply_id,
    ...(conversationId !== undefined && { conversationId }),
    newConversationId,
    files,
    begins,
    content: passed.text ?? content,
    hits: passed.hits,
    network: null,
    filters: prepared,
    choices,
    requestId: asked.request_id,
    options: {
      ...(blocks && { blocks }),
      // A guarded answer is this learner's own, and held back or not by its own terms.
      ...(guard && { guard, noCache: true }),
      ...(history_max !== undefined && { historyMax: history_max }),
    },
  })
}

/** Whether the conversation is there; CONVERSATION_NOT_FOUND for another user's, and for one that may not be begun. */
async function isThere(
  { db }: Pick<AskingDeps, 'db'>,
  { conversation_id: id, user_id, may_begin }: Asked,
): Promise<boolean> {
  if (id === undefined) return false
  const conversation = await findConversation(db, id)
  if (conversation ? conversation.user_id !== user_id : !may_begin) throw ConversationNotFound()
  return conversation !== undefined
}

const told = ({
  id: reply_id,
  conversation_id,
  question_id,
  message_id,
  status,
}: Omit<Begun, 'reply_id'> & { id: string }) => ({
  reply_id,
  conversation_id,
  question_id,
  message_id,
  status,
})

const isDuplicate = (err: unknown) => (err as { code?: unknown } | null)?.code === '23505'

/** Its readers are elsewhere, and hear what is announced on the bus. */
const nobodyListens = { listenToAll: () => {} }
