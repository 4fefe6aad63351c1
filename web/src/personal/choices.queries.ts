import type { components } from '@lingzhi/api-client'
import { queryOptions } from '@tanstack/react-query'
import { cached } from '../api/cached.ts'
import { api } from '../api/client.ts'

export type UserChoices = components['schemas']['UserScenarioConfig']
const ofMe = { params: { path: { id: 'me' } } }

/** What a person set for all of their questions: rules in words, and how a scenario is chosen. */
export const choicesQuery = queryOptions({
  queryKey: ['personal', 'choices'],
  queryFn: async ({ signal }) =>
    (await api.get('/api/v1/platform/users/{id}/scenario-config', { ...ofMe, signal })).data,
})

export async function changeChoices(body: Partial<UserChoices>): Promise<void> {
  const { data } = await api.put('/api/v1/platform/users/{id}/scenario-config', { ...ofMe, body })
  cached.setQueryData(choicesQuery.queryKey, data)
}
