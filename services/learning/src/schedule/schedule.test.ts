import { addDays, daysBetween } from '@lingzhi/runtime/calendar'
import fc from 'fast-check'
import t from 'tap'
import { calibrate } from './calibrate.ts'
import { explainDue } from './explain-due.ts'
import { beginCard, foldReviews, foldSteps } from './fold-reviews.ts'
import type { History, Rating, Review, ReviewResult, Scheduling } from './history.ts'
import { ratings, suits } from './history.ts'

const fsrs: Scheduling = { algorithm: 'fsrs', retention: 0.9 }
const ladder: Scheduling = { algorithm: 'ladder', retention: 0.9 }
const createdOn = '2026-01-01'

/** Reviews on each date they are due, and the intervals that they give. */
function onDueDates(results: readonly ReviewResult[], scheduling: Scheduling) {
  const reviews: Review[] = []
  const intervals = [beginCard(createdOn, scheduling).intervalDays]
  for (const result of results) {
    reviews.push({ reviewedOn: foldReviews({ createdOn, reviews }, scheduling).dueOn, result, rating: null })
    intervals.push(foldReviews({ createdOn, reviews }, scheduling).intervalDays)
  }
  return intervals
}

t.test(
  'a mistake that is right on each due date comes back after 1, 2, 6, 17, 44 and 102 days',
  async (t) => {
    t.same(onDueDates(['correct', 'correct', 'correct', 'correct', 'correct'], fsrs), [1, 2, 6, 17, 44, 102])
  },
)

t.test('on the ladder five right ones in a row come back after 1, 4, 8, 18 and 36 days', async (t) => {
  t.same(onDueDates(Array(5).fill('correct'), ladder).slice(1), [1, 4, 8, 18, 36])
  t.same(onDueDates(['correct', 'correct', 'partial', 'incorrect'], ladder).slice(1), [1, 4, 4, 1])
})

/** The published formulas of FSRS-6 and its default weights, written down anew: shares nothing with the library. */
const w = [
  0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629,
  1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
] as const
const clamp = (low: number, value: number, high: number) => Math.min(Math.max(low, value), high)
/** Not kept within 1 and 10 where difficulties revert to it. */
const firstDifficulty = (grade: number) => w[4] - Math.exp(w[5] * (grade - 1)) + 1

function reference(days: readonly { elapsed: number; grade: number }[], retention: number) {
  const decay = -w[20]
  const factor = 0.9 ** (1 / decay) - 1
  let [s, d] = [w[0] as number, clamp(1, firstDifficulty(1), 10)]
  for (const { elapsed, grade } of days) {
    const r = (1 + (factor * elapsed) / s) ** decay
    const grown =
      1 +
      Math.exp(w[8]) *
        (11 - d) *
        s ** -w[9] *
        (Math.exp(w[10] * (1 - r)) - 1) *
        (grade === 2 ? w[15] : 1) *
        (grade === 4 ? w[16] : 1)
    const forgotten = w[11] * d ** -w[12] * ((s + 1) ** w[13] - 1) * Math.exp(w[14] * (1 - r))
    s = clamp(0.001, grade === 1 ? Math.min(forgotten, s) : s * grown, 36_500)
    const damped = d + (-w[6] * (grade - 3) * (10 - d)) / 9
    d = clamp(1, w[7] * firstDifficulty(4) + (1 - w[7]) * damped, 10)
  }
  const exact = (s / factor) * (retention ** (1 / decay) - 1)
  return { s, d, exact, interval: clamp(1, Math.round(exact), 365) }
}

const review = fc.record({
  after: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 40 }) },
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 41, max: 900 }) },
  ),
  result: fc.constantFrom<ReviewResult>('correct', 'correct', 'correct', 'partial', 'incorrect'),
  rating: fc.constantFrom<Rating | null>(null, null, ...ratings),
})
const history = fc.array(review, { maxLength: 30 }).map((plan): History => {
  let day = createdOn
  const reviews = plan.map(({ after, result, rating }) => {
    day = addDays(day, after)
    return { reviewedOn: day, result, rating: rating && suits(result, rating) ? rating : null }
  })
  return { createdOn, reviews }
})
const retention = fc.constantFrom(0.8, 0.85, 0.9, 0.97)

t.test('1,000 histories come to what the published formulas say, to a millionth', async (t) => {
  let compared = 0
  fc.assert(
    fc.property(history, retention, (history, retention) => {
      // By hand: the first of each day counts, and none of the mistake's own.
      const days: { elapsed: number; grade: number }[] = []
      let last = createdOn
      for (const { reviewedOn, result, rating } of history.reviews) {
        const elapsed = daysBetween(last, reviewedOn)
        if (elapsed === 0) continue
        last = reviewedOn
        days.push({ elapsed, grade: rating ? ratings.indexOf(rating) + 1 : result === 'correct' ? 3 : 1 })
      }
      const state = foldReviews(history, { algorithm: 'fsrs', retention })
      const { s, d, exact, interval } = reference(days, retention)
      const near = (a: number, b: number) => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b))
      // Where the formulas say x.5 days but for rounding, either is right.
      const isEdge = Math.abs(Math.abs(exact - Math.floor(exact)) - 0.5) < 1e-4
      compared++
      return (
        near(state.stability, s) &&
        near(state.difficulty, d) &&
        (isEdge || state.intervalDays === interval) &&
        state.lastOn === last
      )
    }),
    { numRuns: 1_000 },
  )
  t.ok(compared >= 1_000)
})

t.test('a history folded again is the same bit for bit, also piece by piece', async () => {
  fc.assert(
    fc.property(history, retention, fc.constantFrom('fsrs', 'ladder'), (history, retention, algorithm) => {
      const scheduling = { algorithm, retention } as const
      const whole = JSON.stringify(foldReviews(history, scheduling))
      const steps = foldSteps(history, scheduling)
      return (
        JSON.stringify(foldReviews(structuredClone(history), scheduling)) === whole &&
        steps.every(({ before, after }, index) => {
          const upTo = (count: number) => ({ createdOn, reviews: history.reviews.slice(0, count) })
          return (
            JSON.stringify(before) === JSON.stringify(foldReviews(upTo(index), scheduling)) &&
            JSON.stringify(after) === JSON.stringify(foldReviews(upTo(index + 1), scheduling))
          )
        })
      )
    }),
    { numRuns: 300 },
  )
})

t.test('changing the way of scheduling and back loses nothing', async () => {
  fc.assert(
    fc.property(history, (history) => {
      const before = JSON.stringify(foldReviews(history, fsrs))
      const other = foldReviews(history, ladder)
      const back = foldReviews(history, fsrs)
      // The memory is known to the ladder, too: it only does not follow it.
      return JSON.stringify(back) === before && other.stability === back.stability && other.step === back.step
    }),
    { numRuns: 200 },
  )
})

t.test('of several reviews on a day the first counts, and none on the day of the mistake', async (t) => {
  const at = (reviewedOn: string, result: ReviewResult): Review => ({ reviewedOn, result, rating: null })
  const steps = foldSteps(
    {
      createdOn,
      reviews: [at(createdOn, 'correct'), at('2026-01-02', 'incorrect'), at('2026-01-02', 'correct')],
    },
    fsrs,
  )
  t.same(
    steps.map(({ counted }) => counted),
    [false, true, false],
  )
  t.equal(steps.at(-1)?.after.streak, 0)
  t.equal(steps.at(-1)?.after.reviews, 3)
  t.equal(steps.at(-1)?.after.correct, 2)
})

t.test('half right is a failure, unless the learner calls it hard', async (t) => {
  const once = (rating: Rating | null) =>
    foldReviews({ createdOn, reviews: [{ reviewedOn: '2026-01-02', result: 'partial', rating }] }, fsrs)
  t.equal(once(null).streak, 0)
  t.equal(once('hard').streak, 1)
  t.notOk(suits('correct', 'again'))
  t.notOk(suits('incorrect', 'hard'))
})

t.test('a card is learned, reviewed, mastered, and forgotten after that', async (t) => {
  const reviews: Review[] = []
  const statuses = ['correct', 'correct', 'correct', 'correct', 'incorrect', 'correct'].map((result) => {
    const { dueOn } = foldReviews({ createdOn, reviews }, fsrs)
    reviews.push({ reviewedOn: dueOn, result: result as ReviewResult, rating: null })
    return foldReviews({ createdOn, reviews }, fsrs).status
  })
  t.same(statuses, ['reviewing', 'reviewing', 'reviewing', 'mastered', 'forgotten', 'reviewing'])
  t.equal(beginCard(createdOn, fsrs).status, 'learning')
})

t.test('why a card is due is said in words', async (t) => {
  const state = foldReviews({ createdOn, reviews: [] }, fsrs)
  const { zh, en } = explainDue(state, fsrs, '2026-01-05')
  t.match(zh, /^预计记得 \d+%，低于目标 90%，逾期 3 天$/)
  t.match(en, /^You probably remember it with \d+ %, below the aim of 90 %, 3 days overdue$/)
  t.match(explainDue(state, ladder, '2026-01-02').zh, /^阶梯第 1 级，今天到期$/)
})

t.test('calibration knows good predictions from bad ones, and says nothing of few', async (t) => {
  const outcomes = (predicted: number) =>
    Array.from({ length: 200 }, (_, index) => ({ predicted, recalled: index % 10 !== 0 }))
  t.equal(calibrate(outcomes(0.9).slice(0, 99)), null)
  const good = calibrate(outcomes(0.9))
  const bad = calibrate(outcomes(0.5))
  t.ok(good && bad)
  if (!good || !bad) return
  t.ok(Math.abs(good.logLoss - 0.3250829733914482) < 1e-12, `${good.logLoss}`)
  t.ok(Math.abs(good.logLoss - good.baselineLogLoss) < 1e-12)
  t.ok(Math.abs(bad.logLoss - Math.LN2) < 1e-12)
  t.ok(good.rmseBins < 1e-12)
  t.ok(Math.abs(bad.rmseBins - 0.4) < 1e-12)
  t.same(
    bad.bins.map(({ from, reviews }) => ({ from, reviews })),
    [{ from: 0.5, reviews: 200 }],
  )
})
