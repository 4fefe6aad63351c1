import type { Subject } from '@lingzhi/contracts/learning'
import type { Day, ReviewResult } from '../schedule/history.ts'

export type EventKind = 'question' | 'mistake' | 'review' | 'submission' | 'item'

/** What is counted of a day and a subject. Scores are in hundredths of a point. */
export const dayMeasures = [
  ...([
    'questions',
    'sessions',
    'pictured',
    'mistakes',
    'reviews',
    'correct',
    'partial',
    'incorrect',
  ] as const),
  ...([
    'submissions',
    'items',
    'score',
    'score_max',
    'rating_sum',
    'ratings',
    'sittings',
    'active_ms',
  ] as const),
] as const
type DayMeasure = (typeof dayMeasures)[number]
export type DayCounts = Record<DayMeasure, number>

/** What counts of an event; it knows no text. */
export interface Countable {
  kind: EventKind
  at: Date
  day: Day
  hour: number | null
  subject: Subject
  result: ReviewResult | null
  difficulty: number | null
  pictured: boolean
  opens: boolean
  score: number | null
  score_max: number | null
  rating: number | null
  voided_at: Date | null
}

/** So much of the time since the event before is study; after a longer pause something began anew, of which this is known to be spent. */
const gapMaxMs = 5 * 60_000
const beginningMs = 30_000

const counters: Readonly<Record<EventKind, DayMeasure>> = {
  question: 'questions',
  mistake: 'mistakes',
  review: 'reviews',
  submission: 'submissions',
  item: 'items',
}

/** What an event is, apart from its time: this is taken back with it. */
function countsOf(event: Countable): Partial<DayCounts> {
  if (event.voided_at !== null) return {}
  const { kind, result, pictured, opens, score, score_max, rating } = event
  return {
    [counters[kind]]: 1,
    ...(opens && { sessions: 1 }),
    ...(pictured && { pictured: 1 }),
    ...(result && { [result]: 1 }),
    ...(score !== null && score_max !== null && { score, score_max }),
    ...(rating !== null && { rating_sum: rating, ratings: 1 }),
  }
}

/** The time that an event shows to be spent. It was spent, even when the event is taken back. */
function timeOf(lastAt: Date | null, { at, hour }: Countable): Partial<DayCounts> {
  if (hour === null) return {}
  const gap = lastAt === null ? Number.POSITIVE_INFINITY : Math.max(0, at.getTime() - lastAt.getTime())
  return gap <= gapMaxMs ? { active_ms: gap } : { active_ms: beginningMs, sittings: 1 }
}

export interface Tally {
  day: Day
  kind: 'hour' | 'difficulty'
  key: number
  n: number
}

/** The sums of a learner's events in their order: the same for one after another as for all at once. */
export class EventCounts {
  readonly days = new Map<string, { day: Day; subject: Subject } & DayCounts>()
  readonly tallies = new Map<string, Tally>()
  lastAt: Date | null

  constructor(lastAt: Date | null = null) {
    this.lastAt = lastAt
  }

  add(event: Countable): void {
    this.change(event, countsOf(event), 1)
    this.change(event, timeOf(this.lastAt, event), 1)
    if (event.hour !== null) {
      this.tally(event.day, 'hour', event.hour)
      if (this.lastAt === null || event.at > this.lastAt) this.lastAt = event.at
    }
    if (event.difficulty !== null) this.tally(event.day, 'difficulty', event.difficulty)
  }

  /** Takes back what an event counted for, before it was voided. */
  takeBack(event: Countable): void {
    this.change(event, countsOf(event), -1)
  }

  change(
    { day, subject }: Pick<Countable, 'day' | 'subject'>,
    counts: Partial<DayCounts>,
    sign: 1 | -1,
  ): void {
    const key = `${day} ${subject}`
    const row = this.days.get(key) ?? { day, subject, ...none() }
    for (const name of dayMeasures) row[name] += sign * (counts[name] ?? 0)
    this.days.set(key, row)
  }

  private tally(day: Day, kind: Tally['kind'], key: number): void {
    const name = `${day} ${kind} ${key}`
    const row = this.tallies.get(name) ?? { day, kind, key, n: 0 }
    row.n += 1
    this.tallies.set(name, row)
  }
}

const none = () => Object.fromEntries(dayMeasures.map((name) => [name, 0])) as DayCounts
