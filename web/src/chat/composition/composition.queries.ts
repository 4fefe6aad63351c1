import type { components } from '@lingzhi/api-client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'

export type Composition = components['schemas']['Composition']
export type ScenarioMatch = components['schemas']['ScenarioMatch']

/** What shaped this answer, which never changes. */
export const compositionQuery = (messageId: string) =>
  queryOptions({
    queryKey: ['composition', messageId],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<Composition> =>
      (await api.get('/api/messages/{id}/composition', { params: { path: { id: messageId } }, signal })).data,
  })
