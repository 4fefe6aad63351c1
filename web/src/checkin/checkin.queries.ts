import type { components } from '@lingzhi/api-client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { cached } from '../api/cached.ts'
import { api } from '../api/client.ts'

export type Status = components['schemas']['CheckInStatus']
export type Leaderboard = components['schemas']['Leaderboard']
export type Place = components['schemas']['LeaderboardPlace']
export type LedgerEntry = components['schemas']['LedgerEntry']

const room = ['checkin']
const placesShown = 10
const entriesShown = 10

export const statusQuery = queryOptions({
  queryKey: [...room, 'status'],
  queryFn: async ({ signal }) => (await api.get('/api/checkin/status', { signal })).data,
  // Another device may have checked in: asked again whenever one comes back to the page.
  staleTime: 0,
})

/** The calendar of a month, YYYY-MM; of the platform's present month without one. */
export const calendarQuery = (month?: string) =>
  queryOptions({
    queryKey: [...room, 'calendar', month ?? 'now'],
    queryFn: async ({ signal }) => {
      const { data } = await api.get('/api/checkin/history', { params: { query: { month } }, signal })
      // Only a request for a number of days goes without.
      return data.calendar!
    },
  })

export const ledgerQuery = infiniteQueryOptions({
  queryKey: [...room, 'ledger'],
  queryFn: async ({ pageParam: cursor, signal }) =>
    (await api.get('/api/points/ledger', { params: { query: { limit: entriesShown, cursor } }, signal }))
      .data,
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
})

export const leaderboardQuery = queryOptions({
  queryKey: [...room, 'leaderboard'],
  queryFn: async ({ signal }) => {
    const query = { limit: placesShown }
    return (await api.get('/api/checkin/leaderboard', { params: { query }, signal })).data
  },
})

/** Everything of the room again: a new day has begun, or something was earned. */
export const refreshCheckins = () => cached.invalidateQueries({ queryKey: room })

/** Today's check-in. The page shows it once it is recorded, never before. */
export async function checkIn() {
  const { data, message } = await api.post('/api/checkin')
  cached.setQueryData(
    statusQuery.queryKey,
    (before) =>
      before && {
        ...before,
        ...data,
        checked_in_today: true,
        longest_streak: Math.max(before.longest_streak, data.streak),
        total_checkins: before.total_checkins + 1,
      },
  )
  return { ...data, message }
}

export async function showMyName(show_name: boolean) {
  await api.put('/api/checkin/leaderboard/consent', { body: { show_name } })
  cached.setQueryData(
    leaderboardQuery.queryKey,
    (before) => before && { ...before, me: { ...before.me, show_name } },
  )
}
