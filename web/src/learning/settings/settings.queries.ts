import type { components } from '@lingzhi/api-client'
import { queryOptions } from '@tanstack/react-query'
import { cached } from '../../api/cached.ts'
import { api } from '../../api/client.ts'

export type LearnerSettings = components['schemas']['LearnerSettings']

export const settingsQuery = queryOptions({
  queryKey: ['tutor', 'settings'],
  queryFn: async ({ signal }) => (await api.get('/api/v1/learning/settings', { signal })).data,
})

export async function changeSettings(body: components['schemas']['LearnerSettingsChange']): Promise<void> {
  const { data } = await api.put('/api/v1/learning/settings', { body })
  cached.setQueryData(settingsQuery.queryKey, data)
  // Another schedule is another list of today.
  await cached.invalidateQueries({ queryKey: ['notebook'] })
}
