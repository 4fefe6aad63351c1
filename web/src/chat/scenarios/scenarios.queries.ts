import type { components } from '@lingzhi/api-client'
import { queryOptions } from '@tanstack/react-query'
import { cached } from '../../api/cached.ts'
import { api } from '../../api/client.ts'

export type SessionChoices = components['schemas']['SessionScenarioConfig']

/** Most scenarios of one conversation. */
export const inEffectMax = 3

/** What a conversation set for its questions. */
export const sessionChoicesQuery = (conversationId: string) =>
  queryOptions({
    queryKey: ['scenarios', 'session', conversationId],
    queryFn: async ({ signal }): Promise<SessionChoices> =>
      (
        await api.get('/api/v1/platform/sessions/{id}/scenario-config', {
          params: { path: { id: conversationId } },
          signal,
        })
      ).data,
  })

export async function saveSessionChoices(conversationId: string, body: SessionChoices): Promise<void> {
  const params = { path: { id: conversationId } }
  const { data } = await api.put('/api/v1/platform/sessions/{id}/scenario-config', { params, body })
  cached.setQueryData(sessionChoicesQuery(conversationId).queryKey, data)
}
