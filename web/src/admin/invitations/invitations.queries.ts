import type { components } from '@lingzhi/api-client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { cached } from '../../api/cached.ts'
import { api } from '../../api/client.ts'
import { cursorPages } from '../cursor-pages.ts'

export type CreatedInvitation = components['schemas']['CreatedInvitation']

const queryKey = ['admin', 'invitations'] as const

/** Those that can still be used, newest first. */
export const invitationsQuery = () =>
  infiniteQueryOptions({
    ...cursorPages,
    queryKey,
    queryFn: async ({ pageParam: cursor, signal }) =>
      (await api.get('/api/admin/invitations', { params: { query: { cursor } }, signal })).data,
  })

/** Who may register, which decides whether invitations count. */
export const registrationQuery = () =>
  queryOptions({
    queryKey: ['admin', 'registration'],
    queryFn: async ({ signal }) => (await api.get('/api/config', { signal })).data.registration,
  })

/** The code is in this answer alone. */
export async function invite(uses: number, days: number): Promise<CreatedInvitation> {
  const { data } = await api.post('/api/admin/invitations', { body: { uses, days } })
  void cached.invalidateQueries({ queryKey })
  return data
}

export async function withdrawInvitation(id: string): Promise<void> {
  await api.delete('/api/admin/invitations/{id}', { params: { path: { id } } })
  void cached.invalidateQueries({ queryKey })
}
