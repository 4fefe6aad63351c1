import type { components } from '@lingzhi/api-client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { cached } from '../../api/cached.ts'
import { api } from '../../api/client.ts'
import { cursorPages } from '../cursor-pages.ts'

export type AdminAgent = components['schemas']['AdminAgent']
export type Definition = components['schemas']['AgentDefinition']
export type ModelConfig = components['schemas']['ModelConfig']
export type AgentVersion = components['schemas']['AgentVersion']
export type FilterRule = components['schemas']['FilterRule']
export type AgentFilters = components['schemas']['AgentFilters']

const root = ['admin', 'agents'] as const

/** Conversations that name no agent use it, so that it cannot be deleted. */
export const defaultAgentId = 1

export const agentsQuery = () =>
  queryOptions({
    queryKey: [...root, 'list'],
    queryFn: async ({ signal }) => (await api.get('/api/admin/agents', { signal })).data.agents,
  })

export const agentQuery = (id: number) =>
  queryOptions({ queryKey: [...root, 'one', id], queryFn: ({ signal }) => readAgent(id, signal) })

async function readAgent(id: number, signal?: AbortSignal): Promise<AdminAgent> {
  const params = { path: { id: String(id) } }
  return (await api.get('/api/admin/agents/{id}', { params, signal })).data
}

/** What an administrator may set, without what the platform keeps beside it. */
export const definitionOf = ({
  id: _,
  version: _version,
  created_at: _created,
  updated_at: _updated,
  ...definition
}: AdminAgent): Definition => definition

export async function createAgent(definition: Definition): Promise<AdminAgent> {
  return told((await api.post('/api/admin/agents', { body: definition })).data)
}

/** Somebody else saved this agent since it was opened: theirs is what is stored now. */
export class ChangedMeanwhile extends Error {
  readonly theirs: AdminAgent
  constructor(theirs: AdminAgent) {
    super('The agent was changed meanwhile.')
    this.theirs = theirs
  }
}

/** Saves over the version that was edited; raises ChangedMeanwhile when there is a newer one. */
export async function saveAgent(id: number, version: number, definition: Definition): Promise<AdminAgent> {
  const now = await readAgent(id)
  if (now.version !== version) {
    told(now)
    throw new ChangedMeanwhile(now)
  }
  const params = { path: { id: String(id) } }
  return told((await api.put('/api/admin/agents/{id}', { params, body: definition })).data)
}

export async function restoreVersion(id: number, version: number): Promise<AdminAgent> {
  const params = { path: { id: String(id), version: String(version) } }
  return told((await api.post('/api/admin/agents/{id}/versions/{version}/restore', { params })).data)
}

export async function deleteAgent(id: number): Promise<void> {
  await api.delete('/api/admin/agents/{id}', { params: { path: { id: String(id) } } })
  cached.removeQueries({ queryKey: agentQuery(id).queryKey })
  forgetLists()
}

function told(agent: AdminAgent): AdminAgent {
  cached.setQueryData(agentQuery(agent.id).queryKey, agent)
  void cached.invalidateQueries({ queryKey: versionsQuery(agent.id).queryKey })
  forgetLists()
  return agent
}

/** The picker of the chat shows agents too. */
function forgetLists() {
  void cached.invalidateQueries({ queryKey: agentsQuery().queryKey })
  void cached.invalidateQueries({ queryKey: ['agents'] })
}

export const versionsQuery = (id: number) =>
  infiniteQueryOptions({
    ...cursorPages,
    queryKey: [...root, 'versions', id],
    queryFn: async ({ pageParam: cursor, signal }) => {
      const params = { path: { id: String(id) }, query: { cursor } }
      return (await api.get('/api/admin/agents/{id}/versions', { params, signal })).data
    },
  })

export const filtersQuery = (id: number) =>
  queryOptions({
    queryKey: [...root, 'filters', id],
    queryFn: async ({ signal }) =>
      (await api.get('/api/admin/agents/{id}/filters', { params: { path: { id: String(id) } }, signal }))
        .data,
  })

/** Raised when somebody else saved the filters since they were opened. */
export class FiltersChangedMeanwhile extends Error {}

/** Replaces all rules of an agent, unless somebody else has meanwhile. */
export async function saveFilters(id: number, version: number, rules: FilterRule[]): Promise<AgentFilters> {
  const now = await cached.fetchQuery({ ...filtersQuery(id), staleTime: 0 })
  if (now.version !== version) throw new FiltersChangedMeanwhile()
  const params = { path: { id: String(id) } }
  const { data } = await api.put('/api/admin/agents/{id}/filters', { params, body: { rules } })
  cached.setQueryData(filtersQuery(id).queryKey, data)
  return data
}
