import type { components } from '@lingzhi/api-client'
import { ProblemError } from '@lingzhi/api-client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { cached } from '../../api/cached.ts'
import { api } from '../../api/client.ts'
import { cursorPages } from '../cursor-pages.ts'

export type ManagedUser = components['schemas']['ManagedUser']
export type UserChange = components['schemas']['UserChange']

export const roles = ['user', 'admin'] as const
export const statuses = ['active', 'disabled'] as const

export interface UserFilters {
  q?: string
  role?: (typeof roles)[number]
  status?: (typeof statuses)[number]
}

const root = ['admin', 'users'] as const

/** Users, newest first; `q` is the beginning of a name, phone number or e-mail address. */
export const usersQuery = (filters: UserFilters) =>
  infiniteQueryOptions({
    ...cursorPages,
    queryKey: [...root, 'list', filters],
    queryFn: async ({ pageParam: cursor, signal }) =>
      (await api.get('/api/admin/users', { params: { query: { ...filters, cursor } }, signal })).data,
  })

export const userQuery = (id: string) =>
  queryOptions({
    queryKey: [...root, 'one', id],
    queryFn: async ({ signal }) =>
      (await api.get('/api/admin/users/{id}', { params: { path: { id } }, signal })).data,
  })

/** A user's name for a list that knows ids only; null once the account is deleted. */
export const userNameQuery = (id: string) =>
  queryOptions({
    queryKey: [...root, 'name', id],
    staleTime: 5 * 60_000,
    queryFn: async () => {
      try {
        const user = await cached.fetchQuery({ ...userQuery(id), staleTime: 5 * 60_000 })
        return user.username
      } catch (error) {
        if (error instanceof ProblemError && error.status === 404) return null
        throw error
      }
    },
  })

/** Changes role or status; the lists follow. */
export async function changeUser(id: string, body: UserChange): Promise<ManagedUser> {
  const { data } = await api.patch('/api/admin/users/{id}', { params: { path: { id } }, body })
  cached.setQueryData(userQuery(id).queryKey, data)
  void cached.invalidateQueries({ queryKey: [...root, 'list'] })
  return data
}

/** Whether there was anything to unlock. */
export async function unlockUser(id: string): Promise<boolean> {
  const { data } = await api.post('/api/admin/users/{id}/unlock', { params: { path: { id } } })
  return data.unlocked
}

export async function unlockAddress(address: string): Promise<boolean> {
  const { data } = await api.post('/api/admin/users/unlock-address', { body: { address } })
  return data.unlocked
}

/** Adds points, or deducts them when the amount is negative; returns the new balance. */
export async function adjustPoints(user_id: string, amount: number, reason: string): Promise<number> {
  const { data } = await api.post('/api/admin/points/adjust', { body: { user_id, amount, reason } })
  return data.entry.balance
}
