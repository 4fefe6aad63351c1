import type { components } from '@lingzhi/api-client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { cached } from '../../api/cached.ts'
import { api } from '../../api/client.ts'

type Schemas = components['schemas']
export type Scenario = Schemas['Scenario']
export type ScenarioMatch = Schemas['ScenarioMatch']
export type ScenarioVersion = Schemas['ScenarioVersion']
export type NewScenario = Schemas['NewScenario']

const pageSize = 50
const nextOf = ({ next_cursor }: { next_cursor: string | null }) => next_cursor ?? undefined

/** All that this person may see: their own, published ones, and for administrators those that are switched off too. */
export const scenariosQuery = infiniteQueryOptions({
  queryKey: ['scenarios', 'list'],
  queryFn: async ({ pageParam, signal }) =>
    (
      await api.get('/api/v1/platform/scenarios', {
        params: { query: { limit: pageSize, cursor: pageParam } },
        signal,
      })
    ).data,
  initialPageParam: undefined as string | undefined,
  getNextPageParam: nextOf,
})

export const scenarioQuery = (id: string) =>
  queryOptions({
    queryKey: ['scenarios', 'one', id],
    queryFn: async ({ signal }) =>
      (await api.get('/api/v1/platform/scenarios/{id}', { params: { path: { id } }, signal })).data,
  })

export const versionsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['scenarios', 'versions', id],
    queryFn: async ({ pageParam, signal }) =>
      (
        await api.get('/api/v1/platform/scenarios/{id}/versions', {
          params: { path: { id }, query: { limit: 20, cursor: pageParam } },
          signal,
        })
      ).data,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextOf,
  })

async function changed(scenario: Scenario): Promise<Scenario> {
  // First, so that a page never shows the new version's number over the old one's text.
  cached.setQueryData(scenarioQuery(scenario.id).queryKey, scenario)
  await cached.invalidateQueries({ queryKey: ['scenarios'] })
  return scenario
}

export const createScenario = async (body: NewScenario): Promise<Scenario> =>
  changed((await api.post('/api/v1/platform/scenarios', { body })).data)

export const changeScenario = async (id: string, body: Schemas['ScenarioChange']): Promise<Scenario> =>
  changed((await api.put('/api/v1/platform/scenarios/{id}', { params: { path: { id } }, body })).data)

export const restoreScenario = async (id: string, version: number): Promise<Scenario> =>
  changed(
    (
      await api.post('/api/v1/platform/scenarios/{id}/versions/{version}/restore', {
        params: { path: { id, version: String(version) } },
      })
    ).data,
  )

export async function deleteScenario(id: string): Promise<void> {
  await api.delete('/api/v1/platform/scenarios/{id}', { params: { path: { id } } })
  // All lists; what its own page shows is not asked for again.
  await cached.invalidateQueries({
    predicate: ({ queryKey: [room, what] }) => room === 'scenarios' && what !== 'one' && what !== 'versions',
  })
}

/** Which scenario a question would get. Nothing is asked and nothing is kept. */
export const matchQuestion = async (query: string): Promise<ScenarioMatch> =>
  (await api.post('/api/v1/platform/scenarios/match', { body: { query } })).data
