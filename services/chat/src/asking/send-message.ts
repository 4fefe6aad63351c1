import {
  MissingToken,
  ServiceUnavailable,
  TooManyRequests,
  ValidationFailed,
} from '@lingzhi/contracts/common-problems'
import { FileNotFound, FileNotReady } from '@lingzhi/contracts/file-problems'
import { Uuid } from '@lingzhi/contracts/ids'
import { isBlank } from '@lingzhi/contracts/invisible'
import { problem, problems } from '@lingzhi/contracts/problem'
import { withoutNul } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { optionalScope } from '@lingzhi/identity/identify'
import { modelProblems, VisionNotConfigured } from '@lingzhi/model-client/failures/problems'
import type { FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { ConversationNotFound } from '../access.ts'
import { defaultAgentId, findAgent } from '../agents/agents.queries.ts'
import { AgentNotFound } from '../agents/list-agents.ts'
import { filesMax } from '../attachments/attached-file.ts'
import type { Config } from '../config.ts'
import { ownConversation } from '../conversations/ownership.ts'
import { ContentBlocked } from '../filters/filter-input.ts'
import { ReplyGivenUp } from '../generating/give-up.ts'
import { replyEvents } from '../reading/reply-events.ts'
import { ReplyNotFound } from '../reading/stream-reply.ts'
import { ScenarioNotUsable } from '../scenarios/choose-scenario.ts'
import { readChoices } from '../scenarios/scenarios.queries.ts'
import { BudgetExceeded } from '../usage/budget.ts'
import { askAndFollow } from './ask-and-follow.ts'
import type { AskingDeps } from './asking-types.ts'
import { QueueFull } from './begin-reply.ts'
import { NotResumable } from './resume-asked.ts'
import { ToolApprovalNeeded, WholeReply } from './tell-as-json.ts'

export const MessageTooLong = problem('MESSAGE_TOO_LONG', 413, {
  zh: '消息过长',
  en: 'The message is too long.',
  check: 'The length of the message, against MESSAGE_CHARS_MAX.',
})

/** Room for the longest message, each character escaped in JSON; the gateway has the same bound. */
export const messageBodyMaxBytes = 2_097_152

const NullableText = Type.Unsafe<string | null>({ type: ['string', 'null'] })
const AgentNumber = Type.Unsafe<number | string | null>({
  anyOf: [{ type: 'integer' }, { type: 'string', pattern: '^\\d{0,9}$' }, { type: 'null' }],
})

/** A message in every spelling that front ends use; of two spellings the first wins. */
export const Message = Type.Object(
  {
    content: Type.Optional(NullableText),
    message: Type.Optional(NullableText),
    conversation_id: Type.Optional(NullableText),
    conversationId: Type.Optional(NullableText),
    agent_id: Type.Optional(AgentNumber),
    agentId: Type.Optional(AgentNumber),
    stream: Type.Optional(Type.Boolean()),
    format: Type.Optional(Type.Enum(['markdown', 'text'])),
    scenario_id: Type.Optional({
      ...NullableText,
      description: 'The scenario to use; without it the conversation’s, the user’s, or the one that fits.',
    }),
    personalize: Type.Optional(
      Type.Boolean({ description: 'false: your preferences are left out of this answer.' }),
    ),
    file_ids: Type.Optional(
      Type.Array(Uuid, {
        minItems: 1,
        maxItems: filesMax,
        description: 'Your files that the question is about: pictures, PDF and text that are `ready`.',
      }),
    ),
    skill_ids: Type.Optional(
      Type.Array(Uuid, { maxItems: 5, description: 'Skills to use, besides those that are on.' }),
    ),
    temporary: Type.Optional(
      Type.Boolean({
        description:
          'A new conversation of a signed-in user is in no list, search or export, and ends as a guest’s does. Of one that exists it changes nothing.',
      }),
    ),
  },
  { title: 'Question' },
)

/** Every problem that a request for a reply may raise. */
export const replyProblems = [
  ValidationFailed,
  ...userProblems,
  MessageTooLong,
  ...[
    ContentBlocked,
    ConversationNotFound,
    AgentNotFound,
    QueueFull,
    TooManyRequests,
    ServiceUnavailable,
    BudgetExceeded,
  ],
  ...[ReplyGivenUp, NotResumable, ReplyNotFound, ScenarioNotUsable, ToolApprovalNeeded],
  ...[FileNotFound, FileNotReady, VisionNotConfigured],
  ...modelProblems,
]

const summaries = {
  '/api/chat': 'Ask an agent: the whole answer, or a stream on request',
  '/api/agent/chat': 'Ask an agent, under an older path: the same as POST /api/chat',
  '/api/chat-stream': 'Ask an agent and stream the answer',
}

export function sendMessage(app: App, deps: AskingDeps) {
  const { db, config } = deps
  for (const path of ['/api/chat', '/api/agent/chat', '/api/chat-stream'] as const) {
    app.post(
      path,
      {
        onRequest: [optionalScope('chat'), guardGuests(config)],
        bodyLimit: messageBodyMaxBytes,
        schema: {
          tags: ['chat'],
          summary: summaries[path],
          'x-events': replyEvents,
          description:
            (path === '/api/chat-stream'
              ? 'Sends Server-Sent Events. '
              : 'Sends the whole answer, or, with `Accept: text/event-stream` or `stream: true`, Server-Sent Events. ') +
            'Text comes as unnamed events `{"content"}`, and no named event has a member `content`. Resume at /api/chat-stream/{reply_id}, or by sending the same request again with ' +
            '`Last-Event-ID`, or with the same `Idempotency-Key`.',
          querystring: Type.Object({
            personalize: Type.Optional(
              Type.Boolean({ description: 'false: your preferences are left out of this answer.' }),
            ),
          }),
          body: Message,
          response: {
            200: path === '/api/chat-stream' ? Type.String() : WholeReply,
            ...problems(...replyProblems),
          },
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
        // Read together with the agent: the first word waits for both.
        const choices = readChoices(db, request.principal?.userId ?? null, conversationId)
        choices.catch(() => {})
        const agent = await findAgent(db, agentId)
        if (!agent) throw AgentNotFound()
        const temporary = conversation?.temporary ?? (body.temporary === true && request.principal !== null)
        return askAndFollow(
          deps,
          { request, response },
          {
            conversationId,
            agent,
            choices,
            content,
            temporary,
            ...(body.scenario_id && { scenarioId: body.scenario_id }),
            ...(body.file_ids && { fileIds: body.file_ids }),
            options: {
              ...optionsOf(request, body.format),
              ...(temporary && { noCache: true }),
              ...(body.skill_ids && { skills: body.skill_ids }),
              ...((body.personalize ?? request.query.personalize) === false && {
                personalize: false as const,
              }),
            },
            streamed: path === '/api/chat-stream' || wantsStream(request, body.stream),
          },
        )
      },
    )
  }
}

/** Guard: raises MISSING_TOKEN for a caller without a token unless GUESTS_ALLOWED is on. */
export const guardGuests = (config: Config) => async (request: FastifyRequest) => {
  if (!request.principal && !config.GUESTS_ALLOWED) throw MissingToken()
}

/** The question of a body, without U+0000. Raises VALIDATION_FAILED for an empty one, MESSAGE_TOO_LONG. */
export function contentOf(
  { content, message }: Pick<Static<typeof Message>, 'content' | 'message'>,
  { MESSAGE_CHARS_MAX }: Config,
): string {
  const text = withoutNul(content ?? message ?? '')
  if (isBlank(text)) {
    throw ValidationFailed({
      detail: { zh: '消息内容不能为空', en: 'The message is empty.' },
      errors: [{ path: 'message', message: { zh: '不能为空', en: 'is empty' } }],
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

/** The reply's options, from the body and the request's headers. */
export function optionsOf(request: FastifyRequest, format: 'markdown' | 'text' | undefined) {
  const noCache = /\bno-(cache|store)\b/i.test(request.headers['cache-control'] ?? '')
  return { ...(format && { format }), ...(noCache && { noCache }) }
}

/** Whether the caller wants the answer streamed. */
export const wantsStream = (request: FastifyRequest, stream: boolean | undefined): boolean =>
  stream === true || /\btext\/event-stream\b/.test(request.headers.accept ?? '')
