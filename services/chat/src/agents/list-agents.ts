import { problem, problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { findAgent, publicAgents } from './agents.queries.ts'

export const AgentNotFound = problem('AGENT_NOT_FOUND', 404, {
  zh: '智能体不存在或已禁用',
  en: 'No such agent, or it is disabled.',
  check: 'The agent’s id and status.',
})

const PublicAgent = Type.Object(
  {
    id: Type.Integer(),
    name: Type.String(),
    description: Type.String(),
    model: Nullable(Type.String()),
    version: Type.Integer(),
  },
  { title: 'Agent' },
)

const toPublic = ({ id, name, description, model_config, version }: AgentRow) => ({
  id,
  name,
  description,
  model: model_config.model ?? null,
  version,
})
type AgentRow = Awaited<ReturnType<typeof publicAgents>>[number]

/** The agents that callers may talk to. Their prompts are not public. */
export function listAgents(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/agents',
    {
      schema: {
        tags: ['agents'],
        summary: 'List the agents',
        response: { 200: success(Type.Object({ agents: Type.Array(PublicAgent) })) },
      },
    },
    async () => ({ success: true as const, data: { agents: (await publicAgents(db)).map(toPublic) } }),
  )

  app.get(
    '/api/agents/:id',
    {
      schema: {
        tags: ['agents'],
        summary: 'Show an agent',
        params: Type.Object({ id: Type.String() }),
        response: { 200: success(Type.Object({ agent: PublicAgent })), ...problems(AgentNotFound) },
      },
    },
    async (request) => {
      const agent = await findAgent(db, toAgentId(request.params.id))
      if (!agent) throw AgentNotFound()
      return { success: true as const, data: { agent: toPublic(agent) } }
    },
  )
}

/** An agent's id from a path. Raises AGENT_NOT_FOUND for anything but a number. */
export function toAgentId(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw AgentNotFound()
  return Number(text)
}
