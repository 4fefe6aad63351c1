import { IdParams, isId, newId } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import type { App } from '@lingzhi/http/create-http'
import { optionalScope } from '@lingzhi/identity/identify'
import type { Principal } from '@lingzhi/identity/principal'
import { Type } from 'typebox'
import { mayUse } from '../access.ts'
import type { Agent } from '../agents/agents.queries.ts'
import { defaultAgentId, findAgent } from '../agents/agents.queries.ts'
import { AgentNotFound } from '../agents/list-agents.ts'
import { findMessage } from '../conversations/messages.queries.ts'
import { MessageNotFound } from '../conversations/problems.ts'
import type { Db, ReplyOptions } from '../database.ts'
import { recordImplicit } from '../feedback/feedback.queries.ts'
import { replyEvents } from '../reading/reply-events.ts'
import { askAndFollow } from './ask-and-follow.ts'
import { lastAsked } from './asking.queries.ts'
import type { AskingDeps, WantedReply } from './asking-types.ts'
import {
  contentOf,
  guardGuests,
  Message,
  messageBodyMaxBytes,
  optionsOf,
  replyProblems,
  wantsStream,
} from './send-message.ts'
import { WholeReply } from './tell-as-json.ts'

const { content, message, stream, format, file_ids } = Message.properties
const Again = Type.Union([Type.Object({ stream, format }), Type.Null()])
const Edited = Type.Object({ content, message, stream, format, file_ids }, { title: 'EditedQuestion' })

/** Other answers and edited questions, each on a branch of its own: no message is lost. */
export function branchMessages(app: App, deps: AskingDeps) {
  const { db, config } = deps
  const onRequest = [optionalScope('chat'), guardGuests(config)]
  const shared = {
    tags: ['chat'],
    'x-events': replyEvents,
    params: IdParams,
    response: { 200: WholeReply, ...problems(...replyProblems, MessageNotFound) },
  }

  app.post(
    '/api/messages/:id/regenerate',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Generate another answer to the same question',
        description:
          'The id is that of an answer or of its question. Responds like POST /api/chat, but never from the cache.',
        body: Again,
      },
    },
    async (request, response) => {
      const found = await ownMessage(db, request.params.id, request.principal)
      const question = found.role === 'user' ? found : await parentOf(db, found)
      const { stream, format } = request.body ?? {}
      if (found.role === 'assistant') await noteImplicit(deps, found.id, request.principal)
      const { agent, kept, scenario } = await askedBefore(db, question.id)
      return askAndFollow(
        deps,
        { request, response },
        {
          conversationId: question.conversation_id,
          agent,
          after: question,
          asked: question.content,
          ...scenario,
          options: { ...kept, ...optionsOf(request, format), noCache: true },
          streamed: wantsStream(request, stream),
        },
      )
    },
  )

  app.post(
    '/api/messages/:id/edit',
    {
      onRequest,
      bodyLimit: messageBodyMaxBytes,
      schema: {
        ...shared,
        summary: 'Edit a question and ask it again',
        description:
          'The conversation continues from there on a new branch, with the same files unless `file_ids` names others. Responds like POST /api/chat.',
        body: Edited,
      },
    },
    async (request, response) => {
      const question = await ownMessage(db, request.params.id, request.principal)
      if (question.role !== 'user') throw MessageNotFound()
      const { body } = request
      const { agent, kept, scenario } = await askedBefore(db, question.id)
      return askAndFollow(
        deps,
        { request, response },
        {
          conversationId: question.conversation_id,
          agent,
          content: contentOf(body, config),
          ...scenario,
          ...(body.file_ids ? { fileIds: body.file_ids } : { files: question.files }),
          after: question.parent_id ? await parentOf(db, question) : null,
          options: {
            ...kept,
            ...optionsOf(request, body.format),
            ...(question.temporary && { noCache: true }),
          },
          streamed: wantsStream(request, body.stream),
        },
      )
    },
  )
}

/** Notes, of a user, what was done with an answer; best effort. */
async function noteImplicit(
  { db, log, now }: Pick<AskingDeps, 'db' | 'log' | 'now'>,
  messageId: string,
  principal: Principal | null,
): Promise<void> {
  if (!principal) return
  const noted = { id: newId(), userId: principal.userId, messageId, type: 'regenerate' as const, at: now() }
  await recordImplicit(db, noted).catch((err) => log.warn({ err }, 'a regeneration was not noted'))
}

/** The message, if the caller may use its conversation. Raises MESSAGE_NOT_FOUND otherwise. */
async function ownMessage(db: Db, id: string, principal: Principal | null) {
  const message = isId(id) ? await findMessage(db, id) : undefined
  if (!message || !mayUse(message, principal)) throw MessageNotFound()
  return message
}

async function parentOf(db: Db, { parent_id }: { parent_id: string | null }) {
  const parent = parent_id ? await findMessage(db, parent_id) : undefined
  if (!parent) throw MessageNotFound()
  return parent
}

/**
 * The agent that answered before, what the request chose for it, and what the service that asked had it told and not say: that holds for
 * other answers too. Raises AGENT_NOT_FOUND if it is no longer in use.
 */
async function askedBefore(
  db: Db,
  questionId: string,
): Promise<{
  agent: Agent
  kept: ReplyOptions
  scenario: Pick<WantedReply, 'scenarioId' | 'scenarioAgain'>
}> {
  const asked = await lastAsked(db, questionId)
  const agent = await findAgent(db, asked?.agent_id ?? defaultAgentId)
  if (!agent) throw AgentNotFound()
  const { blocks, guard, historyMax, skills, personalize, match } = asked?.options ?? {}
  const scenarioId = match?.by === 'request' ? match.scenario_id : null
  const kept = {
    ...(skills && { skills }),
    ...(personalize === false && { personalize }),
    ...(blocks && { blocks }),
    ...(guard && { guard, noCache: true }),
    ...(historyMax !== undefined && { historyMax }),
  }
  return { agent, kept, scenario: scenarioId === null ? {} : { scenarioId, scenarioAgain: true } }
}
