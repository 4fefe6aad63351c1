import type { components } from '@lingzhi/api-client'
import { queryOptions } from '@tanstack/react-query'
import { language } from '../../text/language.ts'

export type Readiness = components['schemas']['Readiness']
export type Check = components['schemas']['Check']
export type Status = Readiness['status']

const everyMs = 10_000
const waitMs = 8_000

/** The gateway could not tell, or something before it answered instead. */
class NoReadiness extends Error {}

/** How every service is now; asked again every 10 s, while the page is visible only. */
export const healthQuery = () =>
  queryOptions({
    queryKey: ['admin', 'health'],
    queryFn: async ({ signal }): Promise<Readiness & { at: number }> => {
      // Not through the client: a platform that is down says so with 503, and its body is what is asked for.
      const response = await fetch('/api/health/ready', {
        headers: { 'accept-language': language() },
        signal: AbortSignal.any([signal, AbortSignal.timeout(waitMs)]),
      })
      const body: unknown = await response.json().catch(() => null)
      if (!isReadiness(body)) throw new NoReadiness(`no readiness, but ${response.status}`)
      return { ...body, at: Date.now() }
    },
    retry: false,
    staleTime: 0,
    refetchInterval: everyMs,
    refetchIntervalInBackground: false,
  })

const isReadiness = (body: unknown): body is Readiness =>
  typeof body === 'object' && body !== null && 'services' in body
