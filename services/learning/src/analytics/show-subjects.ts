import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { Subject } from '@lingzhi/contracts/learning'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { DayCounts } from '../events/count-events.ts'
import type { MasteryState } from '../mastery/fold-mastery.ts'
import { stateOn } from '../mastery/fold-mastery.ts'
import type { PointRow } from '../mastery/mastery.queries.ts'
import { allPoints, topPoints } from '../mastery/mastery.queries.ts'
import { PointView, toPoint } from '../mastery/mastery-shape.ts'
import { momentsIn } from '../moments.ts'
import { subjectNames } from '../subject-names.ts'
import { accuracyOf, activityOf, minutesOf, scoreOf } from './figures.ts'
import { before, spanOf, TimeRange } from './ranges.ts'
import { countsBySubject } from './statistics.queries.ts'

const tags = ['progress']
const reading = { onRequest: requireScope('read', 'chat') }
const Count = Type.Integer({ minimum: 0 })
const Figure = Nullable(Type.Number())
const topicsTold = 10
const pointsTold = 100

const SubjectStats = Type.Object(
  {
    subject: Subject,
    subject_name: Type.String(),
    study_duration: Type.Number(),
    question_count: Count,
    review_count: Count,
    mistake_count: Count,
    homework_count: Count,
    avg_score: Figure,
    accuracy: Figure,
    improvement: Figure,
    rank: Nullable(Count),
  },
  { title: 'SubjectStats' },
)

/** What was learned of each subject, and of its knowledge points. */
export function showSubjects(
  app: App,
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { TIMEZONE }: Pick<Config, 'TIMEZONE'>,
) {
  const { dayOf } = momentsIn(TIMEZONE)

  app.get(
    '/api/v1/analytics/subject-stats',
    {
      ...reading,
      schema: {
        tags,
        summary: 'Compare your subjects',
        description: 'Beside as many days before. The first in rank has the greatest share of right answers.',
        querystring: Type.Object({ time_range: TimeRange }),
        response: {
          200: success(
            Type.Object(
              {
                subjects: Type.Array(SubjectStats),
                most_active: Nullable(Subject),
                strongest: Nullable(Subject),
                recommendations: Type.Array(Type.String()),
                time_range: TimeRange,
              },
              { title: 'SubjectComparison' },
            ),
          ),
          ...problems(...userProblems, ValidationFailed),
        },
      },
    },
    async (request) => {
      const { userId } = request.principal!
      const { time_range } = request.query
      const span = spanOf(time_range, dayOf(now()))
      const earlier = before(span)
      const [rows, past] = await Promise.all([
        countsBySubject(db, { userId, ...span }),
        earlier ? countsBySubject(db, { userId, ...earlier }) : [],
      ])
      const was = new Map<Subject, DayCounts>(past.map((row) => [row.subject, row]))
      const ranked = rows
        .filter((row) => accuracyOf(row) !== null)
        .sort((a, b) => (accuracyOf(b) ?? 0) - (accuracyOf(a) ?? 0))
        .map(({ subject }) => subject)
      const subjects = rows.map((row) => {
        const accuracy = accuracyOf(row)
        const old = was.get(row.subject)
        const accuracyThen = old ? accuracyOf(old) : null
        const rank = ranked.indexOf(row.subject)
        return {
          subject: row.subject,
          subject_name: inLanguageOf(request, subjectNames[row.subject]),
          study_duration: minutesOf(row),
          question_count: row.questions,
          review_count: row.reviews,
          mistake_count: row.mistakes,
          homework_count: row.submissions,
          avg_score: scoreOf(row),
          accuracy,
          improvement:
            accuracy === null || accuracyThen === null
              ? null
              : Math.round((accuracy - accuracyThen) * 10_000) / 10_000,
          rank: rank === -1 ? null : rank + 1,
        }
      })
      const busiest = rows.toSorted((a, b) => activityOf(b) - activityOf(a))[0]
      const data = {
        subjects,
        most_active: busiest && activityOf(busiest) > 0 ? busiest.subject : null,
        strongest: ranked[0] ?? null,
        recommendations: subjects.filter(needsCare).map(({ subject, accuracy }) => {
          const percent = Math.round((accuracy ?? 0) * 100)
          const { zh, en } = subjectNames[subject]
          return inLanguageOf(request, {
            zh: `${zh}的正确率是 ${percent}%，可以多复习这一科的错题`,
            en: `${percent} % of your answers in ${en} were right: review more of its mistakes.`,
          })
        }),
        time_range,
      }
      return { success: true as const, data }
    },
  )

  app.get(
    '/api/v1/analytics/knowledge-map',
    {
      ...reading,
      schema: {
        tags,
        summary: 'Show what your questions and mistakes are about, by subject',
        querystring: Type.Object({ subject: Type.Optional(Subject) }),
        response: {
          200: success(
            Type.Object(
              {
                knowledge_points: Type.Array(
                  Type.Object(
                    {
                      subject: Subject,
                      subject_name: Type.String(),
                      question_count: Count,
                      topics: Type.Array(PointView),
                    },
                    { title: 'SubjectTopics' },
                  ),
                ),
                total_subjects: Count,
              },
              { title: 'KnowledgeMap' },
            ),
          ),
          ...problems(...userProblems, ValidationFailed),
        },
      },
    },
    async (request) => {
      const { userId } = request.principal!
      const { subject } = request.query
      const today = dayOf(now())
      const [counted, points] = await Promise.all([
        countsBySubject(db, { userId }),
        topPoints(db, userId, { subject, perSubject: topicsTold }),
      ])
      const bySubject = Map.groupBy(points, (point) => point.subject)
      const counts = new Map(counted.map((row) => [row.subject, row.questions]))
      const subjects = [...new Set([...counts.keys(), ...bySubject.keys()])]
        .filter((each) => subject === undefined || each === subject)
        .sort()
      const knowledge_points = subjects.map((each) => ({
        subject: each,
        subject_name: inLanguageOf(request, subjectNames[each]),
        question_count: counts.get(each) ?? 0,
        topics: (bySubject.get(each) ?? []).map((row) => toPoint(row, today)),
      }))
      return { success: true as const, data: { knowledge_points, total_subjects: knowledge_points.length } }
    },
  )

  app.get(
    '/api/v1/analytics/knowledge-points',
    {
      ...reading,
      schema: {
        tags,
        summary: 'Count your knowledge points by how well you master them',
        description: `The list holds the ${pointsTold} that are mastered least; those of which too little is known come last.`,
        querystring: Type.Object({ subject: Type.Optional(Subject) }),
        response: {
          200: success(
            Type.Object(
              {
                total: Count,
                mastered: Count,
                improving: Count,
                weak: Count,
                insufficient: Count,
                knowledge_points: Type.Array(PointView),
              },
              { title: 'KnowledgePointCounts' },
            ),
          ),
          ...problems(...userProblems, ValidationFailed),
        },
      },
    },
    async ({ query, principal }) => {
      const today = dayOf(now())
      const rows = await allPoints(db, principal!.userId, query.subject)
      const counts: Record<MasteryState, number> = { insufficient: 0, weak: 0, improving: 0, mastered: 0 }
      for (const row of rows) counts[stateOf(row, today)] += 1
      const told = rows
        .toSorted((a, b) => worth(a, today) - worth(b, today))
        .slice(0, pointsTold)
        .map((row) => toPoint(row, today))
      return { success: true as const, data: { total: rows.length, ...counts, knowledge_points: told } }
    },
  )
}

/** Less than this share right, of at least so many. */
const needsCare = ({ accuracy, review_count }: { accuracy: number | null; review_count: number }) =>
  accuracy !== null && accuracy < 0.6 && review_count >= 3

const stateOf = ({ right, wrong, last_on, evidence_count }: PointRow, today: string) =>
  stateOn({ right, wrong, lastOn: last_on }, evidence_count, today)

/** Their order: by the share of what was right, and after all of these what too little is known of. */
const worth = (row: PointRow, today: string) =>
  stateOf(row, today) === 'insufficient' ? 2 : (1 + row.right) / (2 + row.right + row.wrong)
