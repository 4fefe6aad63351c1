import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'

/** Enough to tell how many came today, without reading all of them. */
const limit = 100

/** The newest users, of which those of today are counted. */
export const newestUsersQuery = () =>
  queryOptions({
    queryKey: ['admin', 'users', 'newest'],
    queryFn: async ({ signal }) =>
      (await api.get('/api/admin/users', { params: { query: { limit } }, signal })).data,
    staleTime: 60_000,
  })
