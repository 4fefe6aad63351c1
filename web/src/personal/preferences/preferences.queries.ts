import type { components } from '@lingzhi/api-client'
import { ProblemError } from '@lingzhi/api-client'
import { queryOptions } from '@tanstack/react-query'
import { cached } from '../../api/cached.ts'
import { api } from '../../api/client.ts'

type Schemas = components['schemas']
export type PreferenceItem = Schemas['PreferenceItem']
export type PreferenceSettings = Schemas['PreferenceSettings']
export type UserConfig = Schemas['UserConfig']

const me = { id: 'me' }
const ofMe = { params: { path: me } }

/** Nothing learned and nothing written yet is an empty list here. */
export const preferencesQuery = queryOptions({
  queryKey: ['personal', 'preferences'],
  queryFn: async ({ signal }): Promise<PreferenceItem[]> => {
    try {
      return (await api.get('/api/v1/platform/users/{id}/preferences', { ...ofMe, signal })).data.items
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'PREFERENCES_NOT_FOUND') return []
      throw error
    }
  },
})

export const settingsQuery = queryOptions({
  queryKey: ['personal', 'preference-settings'],
  queryFn: async ({ signal }) =>
    (await api.get('/api/v1/platform/users/{id}/preferences/settings', { ...ofMe, signal })).data,
})

export async function changeSettings(body: Partial<PreferenceSettings>): Promise<void> {
  const { data } = await api.put('/api/v1/platform/users/{id}/preferences/settings', { ...ofMe, body })
  cached.setQueryData(settingsQuery.queryKey, data)
}

const itemsChanged = () => cached.invalidateQueries({ queryKey: preferencesQuery.queryKey })
const ofItem = (item_id: string) => ({ params: { path: { ...me, item_id } } })

export async function addPreference(statement: string): Promise<void> {
  await api.post('/api/v1/platform/users/{id}/preferences/items', { ...ofMe, body: { statement } })
  await itemsChanged()
}

export async function changePreference(id: string, body: Schemas['PreferenceChange']): Promise<void> {
  await api.patch('/api/v1/platform/users/{id}/preferences/items/{item_id}', { ...ofItem(id), body })
  await itemsChanged()
}

export async function rejectPreference(id: string): Promise<void> {
  await api.delete('/api/v1/platform/users/{id}/preferences/items/{item_id}', ofItem(id))
  await itemsChanged()
}

export const historyQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['personal', 'preference-history', id, version],
    queryFn: async ({ signal }) =>
      (
        await api.get('/api/v1/platform/users/{id}/preferences/items/{item_id}/history', {
          ...ofItem(id),
          signal,
        })
      ).data.versions,
  })

export async function revertPreference(id: string, version: number): Promise<void> {
  await api.post('/api/v1/platform/users/{id}/preferences/items/{item_id}/revert', {
    ...ofItem(id),
    body: { version },
  })
  await itemsChanged()
}

/** Learns in the background: what was learned is there some seconds later. */
export const learnNow = () => api.post('/api/v1/platform/users/{id}/preferences/refresh', ofMe)

/** A rated answer; null: it was deleted. */
export const evidenceQuery = (id: string) =>
  queryOptions({
    queryKey: ['personal', 'evidence', id],
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => {
      try {
        return (await api.get('/api/messages/{id}', { params: { path: { id } }, signal })).data
      } catch (error) {
        if (error instanceof ProblemError && error.status === 404) return null
        throw error
      }
    },
  })

export const configQuery = queryOptions({
  queryKey: ['personal', 'config'],
  queryFn: async ({ signal }) =>
    (await api.get('/api/v1/platform/users/{id}/config', { ...ofMe, signal })).data,
})

export async function changeConfig(body: Schemas['UserConfigChange']): Promise<void> {
  const { data } = await api.put('/api/v1/platform/users/{id}/config', { ...ofMe, body })
  cached.setQueryData(configQuery.queryKey, data)
}

/** Kept prompts that an administrator has published: as many as a choice can show. */
export const systemPromptsQuery = queryOptions({
  queryKey: ['personal', 'system-prompts'],
  queryFn: async ({ signal }) =>
    (await api.get('/api/v1/platform/system-prompts', { params: { query: { limit: 100 } }, signal })).data
      .system_prompts,
})
