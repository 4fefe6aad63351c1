import { OpenAIError } from '@lingzhi/contracts/openai-error'
import type { App } from '@lingzhi/http/create-http'
import { requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { publicAgents } from '../agents/agents.queries.ts'
import type { Deps } from '../deps.ts'
import { findModel, modelName } from './model-names.ts'

const Model = Type.Object({
  id: Type.String(),
  object: Type.Literal('model'),
  created: Type.Integer({ description: 'Unix seconds.' }),
  owned_by: Type.String(),
  name: Type.String(),
  description: Type.String(),
})

const toModel = (agent: { id: number; name: string; description: string; updated_at: Date }) => ({
  id: modelName(agent.id),
  object: 'model' as const,
  created: Math.floor(agent.updated_at.getTime() / 1_000),
  owned_by: 'lingzhi',
  name: agent.name,
  description: agent.description,
})

/** The agents, presented to clients of OpenAI's API as models. */
export function listModels(app: App, { db }: Pick<Deps, 'db'>) {
  const common = { tags: ['openai'] }

  app.get(
    '/v1/models',
    {
      onRequest: requireScope('chat', 'read'),
      schema: {
        ...common,
        summary: 'List the models, which are the agents',
        response: {
          200: Type.Object({ object: Type.Literal('list'), data: Type.Array(Model) }),
          '4xx': OpenAIError,
        },
      },
    },
    async () => ({ object: 'list' as const, data: (await publicAgents(db)).map(toModel) }),
  )

  app.get(
    '/v1/models/:model',
    {
      onRequest: requireScope('chat', 'read'),
      schema: {
        ...common,
        summary: 'Show a model',
        params: Type.Object({ model: Type.String() }),
        response: { 200: Model, '4xx': OpenAIError },
      },
    },
    async (request) => toModel(await findModel(db, request.params.model)),
  )
}
