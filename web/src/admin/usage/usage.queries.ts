import type { components } from '@lingzhi/api-client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'

export type UsageStats = components['schemas']['UsageStats']
export type UsageDay = components['schemas']['UsageDay']

/** Usage of all people and guests over the last days, today included, with the time zone in which a day begins. */
export const usageQuery = (days: number) =>
  queryOptions({
    queryKey: ['admin', 'usage', days],
    queryFn: async ({ signal }): Promise<UsageStats & { timezone: string }> => {
      const query = { scope: 'all', days } as const
      const [stats, config] = await Promise.all([
        api.get('/api/v1/sessions/stats', { params: { query }, signal }),
        api.get('/api/config', { signal }),
      ])
      return { ...stats.data, timezone: config.data.timezone }
    },
    staleTime: 60_000,
  })
