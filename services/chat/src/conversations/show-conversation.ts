import { unpack } from '@lingzhi/contracts/carried-problem'
import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, instant } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import { encodeCursor } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { languageOf } from '@lingzhi/http/language'
import { guestProblems } from '@lingzhi/identity/guard-problems'
import { optionalScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { ConversationNotFound } from '../access.ts'
import type { Deps } from '../deps.ts'
import { ConversationShape, toConversation } from './conversation-shape.ts'
import { unfinishedReplies } from './conversations.queries.ts'
import { MessageShape, pageOfMessages } from './message-shape.ts'
import { failedAnswers } from './messages.queries.ts'
import { ownConversation } from './ownership.ts'

/** How many of the newest messages are shown; earlier ones are on the pages of list-messages. */
const messagesMax = 200
const failedMax = 20

const Query = Type.Object({
  limit: Type.Integer({
    minimum: 1,
    maximum: messagesMax,
    default: messagesMax,
    description: 'Messages at most.',
  }),
})

const Detail = Type.Object(
  {
    ...ConversationShape.properties,
    messages: Type.Array(MessageShape, { description: 'The newest `limit`, oldest first.' }),
    earlier_cursor: NextCursor,
    unfinished_replies: Type.Array(
      Type.Object(
        {
          reply_id: Type.String(),
          message_id: Type.String(),
          status: Type.Enum(['queued', 'running']),
        },
        { title: 'UnfinishedReply' },
      ),
      { description: 'Follow them at /api/chat-stream/:reply_id.' },
    ),
    failed_answers: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          parent_id: Nullable(Type.String(), { description: 'The question.' }),
          content: Type.String(),
          reasoning: Type.String(),
          error_code: Nullable(Type.String()),
          message: Nullable(Type.String()),
          created_at: instant,
        },
        { title: 'FailedAnswer' },
      ),
      {
        description: `The newest ${failedMax} answers on the active path that failed, oldest first, with what they had said. No model is shown it.`,
      },
    ),
  },
  { title: 'ConversationDetail' },
)

export function showConversation(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/conversations/:id',
    {
      onRequest: optionalScope('chat', 'read'),
      schema: {
        tags: ['conversations'],
        summary: 'Show a conversation with its active path',
        description: 'Pass `earlier_cursor` to /messages with `order=desc` for earlier messages.',
        params: IdParams,
        querystring: Query,
        response: {
          200: success(Detail),
          ...problems(ValidationFailed, ...guestProblems, ConversationNotFound),
        },
      },
    },
    async (request) => {
      const conversation = await ownConversation(db, request.params.id, request.principal)
      const [{ messages, more }, unfinished, failed] = await Promise.all([
        pageOfMessages(db, conversation.id, { order: 'desc', limit: request.query.limit }),
        unfinishedReplies(db, conversation.id),
        failedAnswers(db, conversation.id, failedMax),
      ])
      const data = {
        ...toConversation(conversation),
        messages: messages.reverse(),
        earlier_cursor: more === undefined ? null : encodeCursor({ depth: more }),
        unfinished_replies: unfinished as {
          reply_id: string
          message_id: string
          status: 'queued' | 'running'
        }[],
        failed_answers: failed.map(({ problem, created_at, ...answer }) => ({
          ...answer,
          error_code: problem?.code ?? null,
          message: problem && unpack(problem).texts[languageOf(request)],
          created_at: created_at.toISOString(),
        })),
      }
      return { success: true as const, data }
    },
  )
}
