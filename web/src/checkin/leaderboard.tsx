import { useMutation, useQuery } from '@tanstack/react-query'
import { count } from '../text/format.ts'
import { CheckBox } from '../ui/field.tsx'
import { Section } from '../ui/page.tsx'
import { EmptyState, Skeleton } from '../ui/placeholder.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Table } from '../ui/table.tsx'
import type { Leaderboard as Board, Place } from './checkin.queries.ts'
import { leaderboardQuery, showMyName } from './checkin.queries.ts'
import { useCheckinText } from './checkin.text.ts'

export function Leaderboard() {
  const text = useCheckinText()
  const { data, error, refetch } = useQuery(leaderboardQuery)
  return (
    <Section title={text.leaderboard}>
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton lines={5} />}
      {data && (
        <>
          <Consent me={data.me} />
          {data.totals.length === 0 ? (
            <EmptyState title={text.leaderboardEmpty}>{text.leaderboardEmptyWhat}</EmptyState>
          ) : (
            <div className="grid gap-6 md:grid-cols-2">
              <Places
                title={text.byStreak}
                unit={text.days}
                places={data.streaks}
                figureOf={({ streak }) => streak}
                myRank={data.me.streak_rank}
              />
              <Places
                title={text.byTotal}
                unit={text.total}
                places={data.totals}
                figureOf={({ total_lingzhi }) => total_lingzhi}
                myRank={data.me.total_rank}
              />
            </div>
          )}
        </>
      )}
    </Section>
  )
}

interface PlacesProps {
  title: string
  unit: string
  places: Place[]
  figureOf: (place: Place) => number
  myRank: number | null
}

function Places({ title, unit, places, figureOf, myRank }: PlacesProps) {
  const text = useCheckinText()
  return (
    <div className="grid content-start gap-2">
      <h3 className="text-sm font-semibold">{title}</h3>
      {places.length > 0 && (
        <Table
          label={title}
          rows={places.map((place, at) => ({ ...place, at }))}
          keyOf={({ at }) => at}
          columns={[
            { title: text.rank, cell: ({ rank }) => rank },
            {
              title: text.name,
              cell: ({ name, is_me }) =>
                is_me ? (
                  <span className="font-semibold break-all text-brand-ink">
                    {name} <span className="rounded-sm bg-brand-soft px-1.5 text-xs">{text.me}</span>
                  </span>
                ) : (
                  <span className="break-all">{name}</span>
                ),
            },
            { title: unit, end: true, cell: (place) => count(figureOf(place)) },
          ]}
        />
      )}
      <p className="text-xs text-ink-3">{myRank ? text.myRank(myRank) : text.notRanked}</p>
    </div>
  )
}

/** Agreeing takes effect at once, and so does taking it back: the sentence says what others see now. */
function Consent({ me }: { me: Board['me'] }) {
  const text = useCheckinText()
  const { mutate, isPending, error } = useMutation({ mutationFn: showMyName })
  return (
    <>
      <CheckBox
        role="switch"
        label={text.consent}
        hint={me.show_name ? text.consentOn(me.name) : text.consentOff}
        checked={me.show_name}
        disabled={isPending}
        onChange={({ target }) => mutate(target.checked)}
      />
      <ProblemNote error={error} />
    </>
  )
}
