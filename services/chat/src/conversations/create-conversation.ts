import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problems } from '@lingzhi/contracts/problem'
import { Maybe, Nullable } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { defaultAgentId, findAgent } from '../agents/agents.queries.ts'
import { AgentNotFound } from '../agents/list-agents.ts'
import type { Deps } from '../deps.ts'
import { ContentBlocked } from '../filters/filter-input.ts'
import { ConversationShape, Title, toConversation } from './conversation-shape.ts'
import { insertConversation } from './conversations.queries.ts'
import { filterTitle } from './filter-title.ts'
import { cleanTitle } from './titles.ts'

const NewConversation = Nullable(
  Type.Object(
    {
      title: Maybe(Title),
      agent_id: Type.Optional(Type.Integer()),
      agentId: Type.Optional(Type.Integer()),
    },
    { title: 'NewConversation' },
  ),
)

const Created = Type.Object({
  success: Type.Literal(true),
  message: Type.String(),
  conversation_id: Type.String(),
  data: Type.Object({ ...ConversationShape.properties, conversation_id: Type.String() }),
})

export function createConversation(app: App, deps: Pick<Deps, 'db' | 'filters' | 'now'>) {
  const { db, now } = deps
  app.post(
    '/api/new-conversation',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['conversations'],
        summary: 'Create an empty conversation',
        description: 'Not needed before chatting: a message without a conversation creates one.',
        body: NewConversation,
        response: {
          201: Created,
          ...problems(ValidationFailed, ...userProblems, AgentNotFound, ContentBlocked),
        },
      },
    },
    async (request, reply) => {
      const { title, agent_id, agentId } = request.body ?? {}
      const { userId } = principalOf(request)
      const agent = await findAgent(db, agent_id ?? agentId ?? defaultAgentId)
      if (!agent) throw AgentNotFound()
      const cleaned = cleanTitle(title ?? '')
      const row = await insertConversation(db, {
        userId,
        agentId: agent.id,
        title: cleaned === '' ? undefined : await filterTitle(deps, agent, userId, cleaned),
        at: now(),
      })
      const data = { ...toConversation(row), conversation_id: row.id }
      return reply.code(201).send({
        success: true,
        message: inLanguageOf(request, { zh: '对话已创建', en: 'The conversation was created.' }),
        conversation_id: row.id,
        data,
      })
    },
  )
}
