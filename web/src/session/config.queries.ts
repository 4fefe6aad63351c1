import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/client.ts'

/** What is open on this platform. */
export const platformConfig = queryOptions({
  queryKey: ['config'],
  queryFn: async () => (await api.get('/api/config')).data,
  staleTime: 10 * 60_000,
})
