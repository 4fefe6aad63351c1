import {
  InsufficientScope,
  InvalidToken,
  MissingToken,
  ServiceUnavailable,
  ValidationFailed,
} from '@lingzhi/contracts/common-problems'
import { problem, problems } from '@lingzhi/contracts/problem'
import type { App } from '@lingzhi/http/create-http'
import { optionalScope } from '@lingzhi/identity/identify'
import { modelProblems } from '@lingzhi/model-client/problems'
import type { FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { defaultAgentId, findAgent } from '../agents/agents.queries.ts'
import { AgentNotFound } from '../agents/list-agents.ts'
import type { Config } from '../config.ts'
import { ownConversation } from '../conversations/ownership.ts'
import { ConversationNotFound } from '../conversations/problems.ts'
import { ContentBlocked } from '../filters/filter-input.ts'
import { ReplyGivenUp } from '../generating/give-up.ts'
import { WholeReply } from '../reading/tell-as-json.ts'
import { BudgetExceeded } from '../usage/budget.ts'
import { askAndFollow } from './ask-and-follow.ts'
import type { AskingContext } from './asked.ts'
import { QueueFull } from './begin-reply.ts'

export const MessageTooLong = problem('MESSAGE_TOO_LONG', 413, {
  zh: '消息过长',
  en: 'The message is too long.',
  check: 'MESSAGE_CHARS_MAX.',
})

const Maybe = <T extends ReturnType<typeof Type.Unsafe>>(schema: T) => Type.Optional(schema)
const NullableText = Type.Unsafe<string | null>({ type: ['string', 'null'] })
const AgentNumber = Type.Unsafe<number | string | null>({
  anyOf: [{ type: 'integer' }, { type: 'string', pattern: '^\\d{0,9}$' }, { type: 'null' }],
})

/** What front ends send, in every spelling they send it; of two spellings the first wins. */
export const Message = Type.Object({
  content: Maybe(NullableText),
  message: Maybe(NullableText),
  conversation_id: Maybe(NullableText),
  conversationId: Maybe(NullableText),
  agent_id: Maybe(AgentNumber),
  agentId: Maybe(AgentNumber),
  stream: Type.Optional(Type.Boolean()),
  format: Type.Optional(Type.Enum(['markdown', 'text'])),
})

/** Everything that asking for a reply may raise. */
export const replyProblems = problems(
  ...[ValidationFailed, MissingToken, InvalidToken, InsufficientScope, MessageTooLong],
  ...[ContentBlocked, ConversationNotFound, AgentNotFound, QueueFull, ServiceUnavailable, BudgetExceeded],
  ReplyGivenUp,
  ...modelProblems,
)

export function sendMessage(app: App, ctx: AskingContext) {
  const { db, config } = ctx
  for (const path of ['/api/chat', '/api/agent/chat', '/api/chat-stream']) {
    app.post(
      path,
      {
        onRequest: [optionalScope('chat'), guardGuests(config)],
        schema: {
          tags: ['chat'],
          summary: 'Ask an agent',
          description:
            'Answers whole, or as Server-Sent Events (always at /api/chat-stream; elsewhere with ' +
            '`Accept: text/event-stream` or `stream:true`). Resume at /api/chat-stream/:reply_id.',
          body: Message,
          response: { 200: WholeReply, ...replyProblems },
        },
      },
      async (request, response) => {
        const { body } = request
        const content = contentOf(body, config)
        const conversationId = body.conversation_id || body.conversationId || undefined
        const conversation = conversationId
          ? await ownConversation(db, conversationId, request.principal)
          : undefined
        const agentId = Number(body.agent_id || body.agentId || conversation?.agent_id || defaultAgentId)
        const agent = await findAgent(db, agentId)
        if (!agent) throw AgentNotFound()
        return askAndFollow(
          ctx,
          { request, response },
          {
            conversationId,
            agent,
            content,
            options: optionsOf(request, body.format),
            streamed: path === '/api/chat-stream' || wantsStream(request, body.stream),
          },
        )
      },
    )
  }
}

/** Guard: with guests switched off, chatting needs a token like everything else. */
export const guardGuests = (config: Config) => async (request: FastifyRequest) => {
  if (!request.principal && !config.GUESTS_ALLOWED) throw MissingToken()
}

/** The question, within its bounds. PostgreSQL has no U+0000, and nobody means one. */
export function contentOf(
  { content, message }: Pick<Static<typeof Message>, 'content' | 'message'>,
  { MESSAGE_CHARS_MAX }: Config,
): string {
  const text = (content ?? message ?? '').replaceAll('\0', '')
  if (text.trim() === '') {
    throw ValidationFailed({
      detail: { zh: '消息内容不能为空', en: 'The message must not be empty.' },
      errors: [{ path: 'message', message: { zh: '不能为空', en: 'must not be empty' } }],
    })
  }
  if (text.length > MESSAGE_CHARS_MAX)
    throw MessageTooLong({
      detail: {
        zh: `消息过长，最多 ${MESSAGE_CHARS_MAX} 个字符`,
        en: `The message is too long: at most ${MESSAGE_CHARS_MAX} characters.`,
      },
    })
  return text
}

/** How the answer is to be made, from the body and the request's headers. */
export function optionsOf(request: FastifyRequest, format: 'markdown' | 'text' | undefined) {
  const noCache = /\bno-(cache|store)\b/i.test(request.headers['cache-control'] ?? '')
  return { ...(format && { format }), ...(noCache && { noCache }) }
}

/** Does the caller want the answer as it comes? */
export const wantsStream = (request: FastifyRequest, stream: boolean | undefined): boolean =>
  stream === true || /\btext\/event-stream\b/.test(request.headers.accept ?? '')
