import type { components, operations } from '@lingzhi/api-client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { cached } from '../api/cached.ts'
import { api } from '../api/client.ts'
import { userChanged } from '../session/session.ts'

type Body<O extends keyof operations> = operations[O] extends {
  requestBody: { content: { 'application/json': infer B } }
}
  ? B
  : never

export type Account = components['schemas']['Account']
export type UsageStats = components['schemas']['UsageStats']
export type ApiKey = components['schemas']['ApiKey']

export const ownAccount = queryOptions({
  queryKey: ['account', 'info'],
  queryFn: async () => (await api.get('/api/user/info')).data,
})

export async function changeAccount(body: Body<'putApiUserProfile'>): Promise<void> {
  const { data } = await api.put('/api/user/profile', { body })
  cached.setQueryData(ownAccount.queryKey, data)
  userChanged(data.user)
}

export const sendConfirmation = () => api.post('/api/user/email/confirmation')

export async function changePassword(body: Body<'postApiUserChangePassword'>): Promise<void> {
  await api.post('/api/user/change-password', { body })
  await cached.invalidateQueries({ queryKey: ['account'] })
}

export const secondFactor = queryOptions({
  queryKey: ['account', 'second-factor'],
  queryFn: async () => (await api.get('/api/user/second-factor')).data,
})

export const offerSecondFactor = async (current_password: string) =>
  (await api.post('/api/user/second-factor', { body: { current_password } })).data

/** Switches it on; the recovery codes come this once. An administrator's token becomes one of an administrator. */
export async function confirmSecondFactor(code: string): Promise<string[]> {
  const { data } = await api.post('/api/user/second-factor/confirm', { body: { code } })
  await api.renew().catch(() => false)
  void cached.invalidateQueries()
  return data.recovery_codes
}

export async function removeSecondFactor(current_password: string, code: string): Promise<void> {
  await api.delete('/api/user/second-factor', { body: { current_password, code } })
  await cached.invalidateQueries({ queryKey: secondFactor.queryKey })
}

const pageSize = 20

export const ownSessions = infiniteQueryOptions({
  queryKey: ['account', 'sessions'],
  queryFn: async ({ pageParam }) =>
    (await api.get('/api/user/sessions', { params: { query: { limit: pageSize, cursor: pageParam } } })).data,
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next_cursor ?? undefined,
})

export async function endSession(id: string): Promise<void> {
  await api.delete('/api/user/sessions/{id}', { params: { path: { id } } })
  await cached.invalidateQueries({ queryKey: ownSessions.queryKey })
}

export async function endOtherSessions(): Promise<number> {
  const { data } = await api.delete('/api/user/sessions')
  await cached.invalidateQueries({ queryKey: ownSessions.queryKey })
  return data.ended
}

export const ownKeys = infiniteQueryOptions({
  queryKey: ['account', 'keys'],
  queryFn: async ({ pageParam }) =>
    (await api.get('/api/user/api-keys', { params: { query: { limit: pageSize, cursor: pageParam } } })).data,
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next_cursor ?? undefined,
})

export async function createKey(body: Body<'postApiUserApiKeys'>) {
  const { data } = await api.post('/api/user/api-keys', { body })
  void cached.invalidateQueries({ queryKey: ownKeys.queryKey })
  return data
}

export async function revokeKey(id: string): Promise<void> {
  await api.delete('/api/user/api-keys/{id}', { params: { path: { id } } })
  await cached.invalidateQueries({ queryKey: ownKeys.queryKey })
}

export const ownUsage = (days: number) =>
  queryOptions({
    queryKey: ['account', 'usage', days],
    queryFn: async () => (await api.get('/api/v1/sessions/stats', { params: { query: { days } } })).data,
  })
