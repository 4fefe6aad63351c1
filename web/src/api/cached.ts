import { ProblemError } from '@lingzhi/api-client'
import {
  QueryClient,
  type QueryKey,
  type RefetchOptions,
  type RefetchQueryFilters,
  type SetDataOptions,
  type Updater,
} from '@tanstack/react-query'

const repeated = 3

/**
 * Never takes what was asked before a change for what is so after it. A QueryClient does, in two places: a query that has no
 * data yet is not asked again while its first request is under way, and what is set by hand is overwritten by the answer to
 * a request that was under way.
 */
class Answers extends QueryClient {
  override refetchQueries<K extends QueryKey = QueryKey>(
    filters?: RefetchQueryFilters<K>,
    options?: RefetchOptions,
  ): Promise<void> {
    const first = this.getQueryCache()
      .findAll(filters)
      .filter(({ state }) => state.data === undefined && state.fetchStatus === 'fetching')
    for (const query of first) void query.cancel({ revert: true })
    return super.refetchQueries(filters, options)
  }

  // The signature of the parent tells a key's type of data; here it is handed through.
  override setQueryData = ((key: QueryKey, data: Updater<unknown, unknown>, options?: SetDataOptions) => {
    const set = super.setQueryData(key, data, options)
    const isAsked = this.getQueryState(key)?.fetchStatus === 'fetching'
    if (isAsked) void this.refetchQueries({ queryKey: key, exact: true })
    return set
  }) as QueryClient['setQueryData']
}

/** What the server said before, kept for all pages. A refusal is final; a lost connection or a restart is tried again. */
export const cached = new Answers({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => failures < repeated && mayPass(error),
      retryDelay: (failures, error) => retryAfterMs(error) ?? Math.min(500 * 2 ** failures, 8_000),
    },
    // Tried at once even when the browser believes to be offline: whoever has pressed a button wants to be told.
    mutations: { retry: false, networkMode: 'always' },
  },
})

const mayPass = (error: unknown) =>
  !(error instanceof ProblemError) || error.status === 0 || error.status >= 500 || error.status === 429

const retryAfterMs = (error: unknown) =>
  error instanceof ProblemError && error.retry_after ? Math.min(error.retry_after, 30) * 1_000 : undefined
