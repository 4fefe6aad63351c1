import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problem, problems } from '@lingzhi/contracts/problem'
import { Done, success } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { adminProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireAdmin } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import {
  AdminAgent,
  cleanDefinition,
  DefinitionChange,
  defaults,
  definitionOf,
  NewDefinition,
  toAdminAgent,
} from './agent-shape.ts'
import {
  allAgents,
  defaultAgentId,
  findAgent,
  insertAgent,
  lockAgent,
  retireAgent,
  updateAgent,
} from './agents.queries.ts'
import { AgentNotFound, toAgentId } from './list-agents.ts'
import { noteChange } from './note-change.ts'

export const DefaultAgentNeeded = problem('DEFAULT_AGENT_NEEDED', 409, {
  zh: '默认智能体不能删除',
  en: 'The default agent cannot be deleted.',
  check: 'Nothing: conversations that name no agent use it.',
})

export const AgentParams = Type.Object({ id: Type.String() })

export function manageAgents(app: App, { db, outbox }: Pick<Deps, 'db' | 'outbox'>) {
  const guarded = { onRequest: requireAdmin }
  const shared = { tags: ['agents'] }
  const One = success(AdminAgent)

  app.get(
    '/api/admin/agents',
    {
      ...guarded,
      schema: {
        ...shared,
        summary: 'List all agents with their definitions',
        response: {
          200: success(Type.Object({ agents: Type.Array(AdminAgent) })),
          ...problems(...adminProblems, ValidationFailed),
        },
      },
    },
    async () => ({ success: true as const, data: { agents: (await allAgents(db)).map(toAdminAgent) } }),
  )

  app.get(
    '/api/admin/agents/:id',
    {
      ...guarded,
      schema: {
        ...shared,
        summary: 'Show an agent’s definition',
        params: AgentParams,
        response: { 200: One, ...problems(...adminProblems, ValidationFailed, AgentNotFound) },
      },
    },
    async (request) => {
      const agent = await findAgent(db, toAgentId(request.params.id))
      if (!agent) throw AgentNotFound()
      return { success: true as const, data: toAdminAgent(agent) }
    },
  )

  app.post(
    '/api/admin/agents',
    {
      ...guarded,
      schema: {
        ...shared,
        summary: 'Create an agent',
        body: NewDefinition,
        response: { 201: One, ...problems(...adminProblems, ValidationFailed) },
      },
    },
    async (request, reply) => {
      const definition = { ...defaults, ...cleanDefinition(request.body) }
      const agent = await transact(db, async (trx) => {
        const created = await insertAgent(trx, definition, principalOf(request).userId)
        await noteChange(trx, request, created.id, 'created')
        return created
      })
      outbox.wake()
      return reply.code(201).send({ success: true, data: toAdminAgent(agent) })
    },
  )

  app.put(
    '/api/admin/agents/:id',
    {
      ...guarded,
      schema: {
        ...shared,
        summary: 'Change an agent',
        description:
          'Members left out keep their values. Every change is stored as a version that can be restored.',
        params: AgentParams,
        body: DefinitionChange,
        response: { 200: One, ...problems(...adminProblems, ValidationFailed, AgentNotFound) },
      },
    },
    async (request) => {
      const changed = await transact(db, async (trx) => {
        const agent = await lockAgent(trx, toAgentId(request.params.id))
        if (!agent) throw AgentNotFound()
        const definition = { ...definitionOf(agent), ...cleanDefinition(request.body) }
        await noteChange(trx, request, agent.id, 'changed')
        return updateAgent(trx, agent, definition, principalOf(request).userId)
      })
      outbox.wake()
      return { success: true as const, data: toAdminAgent(changed) }
    },
  )

  app.delete(
    '/api/admin/agents/:id',
    {
      ...guarded,
      schema: {
        ...shared,
        summary: 'Delete an agent; its conversations remain',
        params: AgentParams,
        response: {
          200: Done,
          ...problems(...adminProblems, ValidationFailed, AgentNotFound, DefaultAgentNeeded),
        },
      },
    },
    async (request) => {
      const id = toAgentId(request.params.id)
      if (id === defaultAgentId) throw DefaultAgentNeeded()
      await transact(db, async (trx) => {
        if (!(await retireAgent(trx, id))) throw AgentNotFound()
        await noteChange(trx, request, id, 'deleted')
      })
      outbox.wake()
      return {
        success: true as const,
        message: inLanguageOf(request, { zh: '智能体已删除', en: 'The agent was deleted.' }),
      }
    },
  )
}
