import { ProblemError } from '@lingzhi/api-client'
import { QueryClient } from '@tanstack/react-query'

const repeated = 3

/** What the server said before, kept for all pages. A refusal is final; a lost connection or a restart is tried again. */
export const cached = new QueryClient({
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
