import { openAIProblems } from '@lingzhi/contracts/openai-error'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { publicAgents } from '../agents/agents.queries.ts'
import { AgentNotFound } from '../agents/list-agents.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { findModel, modelName, readAliases } from './model-names.ts'

const Model = Type.Object(
  {
    id: Type.String(),
    object: Type.Literal('model'),
    created: Type.Integer({ description: 'Unix seconds.' }),
    owned_by: Type.String(),
    name: Type.String(),
    description: Type.String(),
  },
  { title: 'Model' },
)

const toModel = (agent: { id: number; name: string; description: string; updated_at: Date }) => ({
  id: modelName(agent.id),
  object: 'model' as const,
  created: Math.floor(agent.updated_at.getTime() / 1_000),
  owned_by: 'lingzhi',
  name: agent.name,
  description: agent.description,
})

/** The agents, and the aliases that the operator gave them, presented to clients of OpenAI's API as models. */
export function listModels(app: App, { db }: Pick<Deps, 'db'>, config: Pick<Config, 'MODEL_ALIASES'>) {
  const common = { tags: ['openai'] }
  const aliases = readAliases(config)
  const onRequest = requireScope('chat', 'read')

  const allModels = async () => {
    const agents = await publicAgents(db)
    const named = [...aliases].flatMap(([id, agentId]) => {
      const agent = id === '*' ? undefined : agents.find((agent) => agent.id === agentId)
      return agent ? [{ ...toModel(agent), id }] : []
    })
    return [...agents.map(toModel), ...named]
  }

  app.get(
    '/v1/models',
    {
      onRequest,
      schema: {
        ...common,
        summary: 'List the models, which are the agents and their aliases',
        response: {
          200: Type.Object({ object: Type.Literal('list'), data: Type.Array(Model) }),
          ...openAIProblems(...userProblems),
        },
      },
    },
    async () => ({ object: 'list' as const, data: await allModels() }),
  )

  const showModel = async (name: string) => {
    const model = toModel(await findModel(db, aliases, name))
    return aliases.has(name.trim().toLowerCase()) ? { ...model, id: name } : model
  }
  const response = { 200: Model, ...openAIProblems(...userProblems, AgentNotFound) }

  app.get(
    '/v1/models/:model',
    {
      onRequest,
      schema: {
        ...common,
        summary: 'Show a model',
        params: Type.Object({ model: Type.String() }),
        response,
      },
    },
    ({ params }) => showModel(params.model),
  )

  // Names with a slash, such as openai/agent-1: the same operation, so it is not listed a second time.
  app.get(
    '/v1/models/*',
    { onRequest, schema: { hide: true, params: Type.Object({ '*': Type.String() }), response } },
    ({ params }) => showModel(params['*']),
  )
}
