import { useQueries } from '@tanstack/react-query'
import { userNameQuery } from '../users/users.queries.ts'

/** The names of these users; the end of an id where a name is not known yet, null for a deleted account. */
export function useUserNames(ids: readonly string[]): Map<string, string | null> {
  const results = useQueries({ queries: ids.map((id) => userNameQuery(id)) })
  return new Map(ids.map((id, at) => [id, results[at]?.data === undefined ? id.slice(-8) : results[at].data]))
}
