import { addDays } from '@lingzhi/runtime/calendar'
import t from 'tap'
import type { ReviewResult } from '../schedule/history.ts'
import { betaInterval } from './beta-interval.ts'
import type { Mastery } from './fold-mastery.ts'
import { masteryOn, noMastery, shareOf, stateOn, takeEvidence, weightOf } from './fold-mastery.ts'

const day = '2026-03-01'
const after = (results: ReviewResult[], weight = 1): Mastery =>
  results.reduce<Mastery>((state, result) => takeEvidence(state, { day, result, weight }), noMastery)

t.test('three wrong are weak, two are not enough to say, and nothing is not either', async (t) => {
  t.equal(stateOn(after(['incorrect', 'incorrect', 'incorrect'], 0.5), 3, day), 'weak')
  t.equal(stateOn(after(['incorrect', 'incorrect'], 1), 2, day), 'insufficient')
  t.equal(stateOn(noMastery, 0, day), 'insufficient')
})

t.test('the share is counted from one right and one wrong, and half right is half of each', async (t) => {
  t.equal(shareOf(after(['correct', 'correct', 'incorrect'])), 3 / 5)
  t.equal(shareOf(after(['partial', 'partial', 'partial'])), 2.5 / 5)
  t.equal(shareOf(noMastery), 0.5)
})

t.test('evidence is halved every 60 days', async (t) => {
  const now = after(['correct', 'correct', 'incorrect', 'correct'])
  const then = masteryOn(now, addDays(day, 60))
  t.same([then.right, then.wrong], [now.right / 2, now.wrong / 2])
  const again = takeEvidence(now, { day: addDays(day, 120), result: 'incorrect', weight: 1 })
  t.same([again.right, again.wrong], [3 / 4, 1 + 1 / 4])
})

t.test('what was only ever right never looks weak, however long ago', async (t) => {
  const state = after(['correct', 'correct', 'correct', 'correct'])
  t.equal(stateOn(state, 4, day), 'mastered')
  for (let days = 0; days < 2_000; days += 5)
    t.not(stateOn(state, 4, addDays(day, days)), 'weak', `${days} days`)
  t.equal(stateOn(state, 4, addDays(day, 2_000)), 'insufficient')
})

t.test('help halves what was right with it, and not what was wrong in spite of it', async (t) => {
  t.equal(weightOf('rules', 'correct', true), 0.5)
  t.equal(weightOf('rules', 'incorrect', true), 1)
  t.equal(weightOf('self', 'partial', true), 0.25)
  t.same([weightOf('human', 'correct', false), weightOf('model', 'correct', false)], [1, 0.7])
})

t.test('intervals are those of the beta distribution', async (t) => {
  const close = (found: number, wanted: number, what: string) =>
    t.ok(Math.abs(found - wanted) < 5e-4, `${what}: ${found}, ${wanted}`)
  for (const a of [1, 1.5, 2, 3.7, 10, 250, 4_000]) {
    const [low, high] = betaInterval(a, 1, 0.8)
    close(low, 0.1 ** (1 / a), `low of ${a}, 1`)
    close(high, 0.9 ** (1 / a), `high of ${a}, 1`)
    const [other, end] = betaInterval(1, a, 0.8)
    close(other, 1 - high, `low of 1, ${a}`)
    close(end, 1 - low, `high of 1, ${a}`)
  }
  const [low, high] = betaInterval(5, 5, 0.8)
  close(low + high, 1, 'symmetric')
  // From tables: the first decile of a beta distribution with 2 and 2 solves 3x² − 2x³ = 0.1.
  const [first] = betaInterval(2, 2, 0.8)
  close(3 * first ** 2 - 2 * first ** 3, 0.1, 'a cubic')
  const [from, to] = betaInterval(3_000, 3_000, 0.8)
  close(to - from, 2 * 1.2816 * Math.sqrt(0.25 / 6_001), 'nearly normal')
})
