import type { Subject } from '@lingzhi/contracts/learning'
import type { Texts } from '@lingzhi/contracts/texts'
import { addDays, daysBetween } from '@lingzhi/runtime/calendar'
import { accuracyOf } from '../analytics/figures.ts'
import { countsBySubject, streaksOf, studyDays } from '../analytics/statistics.queries.ts'
import type { Db } from '../database.ts'
import { masteryOn, shareOf } from '../mastery/fold-mastery.ts'
import type { PointRow } from '../mastery/mastery.queries.ts'
import { weakPoints } from '../mastery/weak-points.ts'
import { countDue } from '../notebook/statistics.queries.ts'
import { subjectNames } from '../subject-names.ts'

export interface Recommendation {
  id: string
  kind: 'review' | 'knowledge_point' | 'subject' | 'streak'
  title: Texts
  content: Texts
  icon: string
  color: string
  /** 1 is the most urgent. */
  priority: number
  subject: Subject | null
  knowledge_point_id: string | null
  action_link: string
}

const weakTold = 5
/** Compared: the last two weeks and the two before, where each has so many results. */
const fortnight = 14
const resultsMin = 5
const dropMin = 0.15

/** What a learner's own figures suggest to do next, the most urgent first; nothing where they suggest nothing. */
export async function recommend(db: Db, userId: string, today: string): Promise<Recommendation[]> {
  const recent = { userId, from: addDays(today, 1 - fortnight), to: today }
  const earlier = { userId, from: addDays(today, 1 - 2 * fortnight), to: addDays(today, -fortnight) }
  const [due, weak, now, then, streaks, doneToday] = await Promise.all([
    countDue(db, userId, today),
    weakPoints(db, userId, { subject: null, today, limit: weakTold }),
    countsBySubject(db, recent),
    countsBySubject(db, earlier),
    streaksOf(db, userId, today),
    studyDays(db, { userId, from: today, to: today }),
  ])
  const found: Omit<Recommendation, 'priority'>[] = [
    ...(due > 0 ? [ofDue(due)] : []),
    ...(streaks.current >= 2 && doneToday === 0 ? [ofStreak(streaks.current)] : []),
    ...weak.map((point) => ofPoint(point, today)),
    ...now.flatMap((row) => {
      const before = then.find(({ subject }) => subject === row.subject)
      const results = (each: typeof row) => each.correct + each.partial + each.incorrect
      if (!before || results(row) < resultsMin || results(before) < resultsMin) return []
      const [was, is] = [accuracyOf(before) ?? 0, accuracyOf(row) ?? 0]
      return was - is >= dropMin ? [ofSubject(row.subject, was, is)] : []
    }),
  ]
  return found.map((each, index) => ({ ...each, priority: index + 1 }))
}

const percent = (share: number) => Math.round(share * 100)

const ofDue = (due: number): Omit<Recommendation, 'priority'> => ({
  ...{
    id: 'due-reviews',
    kind: 'review',
    icon: 'clock',
    color: '#fa8c16',
    subject: null,
    knowledge_point_id: null,
  },
  title: {
    zh: `今天有 ${due} 道错题待复习`,
    en: `${due} ${due === 1 ? 'mistake is' : 'mistakes are'} due for review`,
  },
  content: { zh: '从最容易忘的一道开始', en: 'Begin with the one that is forgotten most easily.' },
  action_link: '/api/v1/mistakes/today-review',
})

const ofStreak = (days: number): Omit<Recommendation, 'priority'> => ({
  ...{
    id: 'streak',
    kind: 'streak',
    icon: 'fire',
    color: '#f5222d',
    subject: null,
    knowledge_point_id: null,
  },
  title: { zh: `已连续学习 ${days} 天`, en: `You studied ${days} days in a row` },
  content: { zh: '今天还没有学习记录', en: 'Nothing is recorded of today yet.' },
  action_link: '/api/v1/goals/daily-goals',
})

function ofPoint(point: PointRow, today: string): Omit<Recommendation, 'priority'> {
  const { id, name, subject, evidence_count, last_on } = point
  const share = percent(shareOf(masteryOn({ ...point, lastOn: last_on }, today)))
  const link = `/api/v1/mistakes?subject=${subject}&knowledge_point=${encodeURIComponent(name)}`
  return {
    ...{
      id: `point-${id}`,
      kind: 'knowledge_point',
      icon: 'target',
      color: '#1677ff',
      subject,
      knowledge_point_id: id,
    },
    title: { zh: `巩固「${name}」`, en: `Practise “${name}”` },
    content: {
      zh: `掌握度约 ${share}%，依据 ${evidence_count} 次作答`,
      en: `Mastered to about ${share} %, by ${evidence_count} answers.`,
    },
    action_link: link,
  }
}

const ofSubject = (subject: Subject, was: number, is: number): Omit<Recommendation, 'priority'> => ({
  ...{
    id: `subject-${subject}`,
    kind: 'subject',
    icon: 'trend-down',
    color: '#722ed1',
    subject,
    knowledge_point_id: null,
  },
  title: {
    zh: `${subjectNames[subject].zh}的正确率在下降`,
    en: `${subjectNames[subject].en}: fewer right answers`,
  },
  content: {
    zh: `近两周 ${percent(is)}%，此前两周 ${percent(was)}%`,
    en: `${percent(is)} % in the last two weeks, ${percent(was)} % in the two before.`,
  },
  action_link: `/api/v1/mistakes?subject=${subject}`,
})

export interface PointReview {
  point: PointRow
  /** 0 to 1: how much is missing, and how long ago it was last practised. */
  priority: number
  reason: Texts
}

/** Weak points in the order in which they should be reviewed. */
export async function pointsToReview(
  db: Db,
  userId: string,
  { subject, today, limit }: { subject: Subject | null; today: string; limit: number },
): Promise<PointReview[]> {
  const rows = await weakPoints(db, userId, { subject, today, limit })
  return rows
    .map((point) => {
      const share = shareOf(masteryOn({ ...point, lastOn: point.last_on }, today))
      const days = point.last_on === null ? 0 : Math.max(0, daysBetween(point.last_on, today))
      const priority = Math.round((0.7 * (1 - share) + 0.3 * (1 - 2 ** (-days / 14))) * 10_000) / 10_000
      const ago =
        days === 0
          ? { zh: '今天练过', en: 'practised today' }
          : { zh: `${days} 天没有练`, en: `not practised for ${days} days` }
      const reason = {
        zh: `掌握度约 ${percent(share)}%，${ago.zh}`,
        en: `Mastered to about ${percent(share)} %, ${ago.en}.`,
      }
      return { point, priority, reason }
    })
    .sort((a, b) => b.priority - a.priority)
}
