import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { SignedInOnly } from '../session/signed-in-only.tsx'
import { Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/placeholder.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { toast } from '../ui/toast.tsx'
import { Calendar } from './calendar.tsx'
import { calendarQuery, refreshCheckins, statusQuery } from './checkin.queries.ts'
import { useCheckinText } from './checkin.text.ts'
import { watchDay } from './day-watch.ts'
import { Leaderboard } from './leaderboard.tsx'
import { Ledger } from './ledger.tsx'
import { Rewards } from './rewards.tsx'
import { Today } from './today.tsx'

export function CheckinPage() {
  const text = useCheckinText()
  return (
    <SignedInOnly>
      {() => (
        <Page title={text.title} lead={text.lead}>
          <Room />
        </Page>
      )}
    </SignedInOnly>
  )
}

function Room() {
  const { data: status, error, refetch } = useQuery(statusQuery)
  useDays(status?.timezone)
  return (
    <>
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!status && !error && <Skeleton lines={8} />}
      {status && (
        <>
          <Today status={status} />
          <Rewards status={status} />
          <Calendar timeZone={status.timezone} />
          <Ledger />
          <Leaderboard />
        </>
      )}
    </>
  )
}

/** A page left open over midnight of the platform notices the new day. */
function useDays(timeZone: string | undefined) {
  const text = useCheckinText()
  const { data } = useQuery(calendarQuery())
  const today = data?.today
  const before = useRef(today)
  useEffect(() => {
    if (before.current && today && today > before.current) toast(text.newDay)
    before.current = today
  }, [today, text])
  useEffect(() => {
    if (!timeZone || !today) return
    return watchDay({ timeZone, today, onDay: () => void refreshCheckins() })
  }, [timeZone, today])
}
