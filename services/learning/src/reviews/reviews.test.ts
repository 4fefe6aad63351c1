import { newId } from '@lingzhi/contracts/ids'
import { addDays } from '@lingzhi/runtime/calendar'
import { assertHeld } from '@lingzhi/testing/held-operations'
import fc from 'fast-check'
import { sql } from 'kysely'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { sweepReschedules } from './reschedule-cards.ts'

const { app, call, clock, identity, db, deps } = await startTestApp(t)
const path = '/api/v1/mistakes'
const noon = (day: string) => new Date(`${day}T04:00:00Z`)
clock.now = noon('2026-12-31')

const question = { subject: 'math', title: '方程', question_content: '解方程' }

async function card() {
  const as = await identity.user()
  const { id } = (await call('POST', path, { as, body: question })).json().data
  const at = `${path}/${id}`
  const post = (rest: string, body: object = {}) => call('POST', `${at}${rest}`, { as, body })
  const shown = async () => (await call('GET', at, { as })).json().data
  return { as, id, at, post, shown }
}

t.test('a past history comes to the published intervals: 1, 2, 6, 17 and 44 days', async (t) => {
  const { post, shown } = await card()
  const reviews = ['2026-01-02', '2026-01-04', '2026-01-10', '2026-01-27'].map((reviewed_on) => ({
    reviewed_on,
    review_result: 'correct',
  }))
  const imported = await post('/reviews/import', { created_on: '2026-01-01', reviews })
  t.equal(imported.statusCode, 200, imported.body)
  const { data } = imported.json()
  t.match(data, { imported: 4, skipped: 0 })
  t.same(
    data.reviews.map(({ interval_days }: { interval_days: number }) => interval_days),
    [2, 6, 17, 44],
  )
  t.equal(data.card.next_review_date, addDays('2026-01-27', 44))
  t.match(await shown(), {
    created_on: '2026-01-01',
    next_review_date: '2026-03-12',
    total_reviews: 4,
    correct_count: 4,
  })
})

t.test('the same attempt fifty times at once is one review', async (t) => {
  const { as, id, post } = await card()
  clock.now = noon('2027-01-01')
  const attempt_id = newId()
  const body = { review_result: 'correct', attempt_id, user_answer: 'x=2' }
  const replies = await Promise.all(Array.from({ length: 50 }, () => post('/review', body)))
  t.ok(replies.every(({ statusCode }) => statusCode === 200))
  t.equal(new Set(replies.map((reply) => reply.json().data.review_id)).size, 1)
  t.equal(replies.filter((reply) => !reply.json().data.is_existing).length, 1)
  const { items } = (await call('GET', `${path}/${id}/reviews`, { as })).json().data
  t.equal(items.length, 1)
  t.match(items[0], { attempt_id, user_answer: 'x=2', counted: true, review_method: 'manual' })
  const other = await post('/review', { review_result: 'incorrect', attempt_id })
  t.equal(other.statusCode, 409)
  t.equal(other.json().error_code, 'ATTEMPT_USED')
  clock.now = noon('2026-12-31')
})

t.test('an attempt without an id is known by the Idempotency-Key', async (t) => {
  const { as, at } = await card()
  const headers = { 'idempotency-key': newId() }
  const send = () => call('POST', `${at}/review`, { as, headers, body: { review_result: 'partial' } })
  t.equal((await send()).json().data.review_id, (await send()).json().data.review_id)
})

t.test('withdrawing a review leaves the card exactly as it was before it', async (t) => {
  const { as, id, post, shown } = await card()
  clock.now = noon('2027-01-01')
  await post('/review', { review_result: 'correct' })
  clock.now = noon('2027-01-05')
  const before = await shown()
  await post('/review', { review_result: 'incorrect' })
  t.not((await shown()).card.stability, before.card.stability)
  t.equal((await post('/reviews/undo')).statusCode, 200)
  t.same(await shown(), before)
  const { items } = (await call('GET', `${path}/${id}/reviews`, { as })).json().data
  t.equal(items.length, 2)
  t.type(items[0].voided_at, 'string')
  t.equal((await post('/reviews/undo')).statusCode, 200)
  const empty = await post('/reviews/undo')
  t.equal(empty.statusCode, 409)
  t.equal(empty.json().error_code, 'NOTHING_TO_UNDO')
  clock.now = noon('2026-12-31')
})

t.test('changing to the ladder and back loses nothing', async (t) => {
  const { as, post, shown } = await card()
  const scheduler = (scheduler: string) =>
    call('PUT', '/api/v1/learning/settings', { as, body: { scheduler } })
  const reviews = [1, 2, 6, 14, 32].map((after) => ({
    reviewed_on: addDays('2026-01-01', after),
    review_result: 'correct',
  }))
  await post('/reviews/import', { created_on: '2026-01-01', reviews })
  const before = await shown()
  t.equal((await scheduler('ladder')).statusCode, 200)
  const ladder = await shown()
  t.equal(ladder.card.interval_days, 36)
  t.equal(ladder.card.stability, before.card.stability)
  t.match(ladder.card.reason, /^阶梯/)
  const { items } = (await call('GET', `${path}/${before.id}/reviews`, { as })).json().data
  t.same(
    items.map(({ interval_days }: { interval_days: number }) => interval_days),
    [36, 18, 8, 4, 1],
  )
  await scheduler('fsrs')
  t.same(await shown(), before)
  const eager = await call('PUT', '/api/v1/learning/settings', { as, body: { retention: 0.97 } })
  t.equal(eager.json().data.retention, 0.97)
  t.ok((await shown()).card.interval_days < before.card.interval_days)
  t.equal((await call('PUT', '/api/v1/learning/settings', { as, body: { retention: 0.5 } })).statusCode, 400)
})

t.test('half right is a failure unless called hard, and a rating that contradicts is refused', async (t) => {
  const { post, shown } = await card()
  clock.now = noon('2027-01-01')
  t.equal((await post('/review', { review_result: 'partial', rating: 'hard' })).json().data.streak, 1)
  await post('/reviews/undo')
  t.equal((await post('/review', { review_result: 'partial' })).json().data.streak, 0)
  for (const body of [
    { review_result: 'correct', rating: 'again' },
    { review_result: 'incorrect', rating: 'good' },
    { review_result: 'lucky' },
    { review_result: 'correct', attempt_id: 'no-id' },
    {},
  ]) {
    t.equal((await post('/review', body)).statusCode, 400, JSON.stringify(body))
  }
  t.equal((await shown()).total_reviews, 1)
  clock.now = noon('2026-12-31')
})

t.test('a history of the future, or before its card, is refused whole', async (t) => {
  const { post, shown } = await card()
  const review = (reviewed_on: string) => ({ reviewed_on, review_result: 'correct' })
  for (const body of [
    { reviews: [review('2027-01-01')] },
    { reviews: [review('2026-12-30')] },
    { created_on: '2026-05-01', reviews: [review('2026-06-01'), review('2026-04-30')] },
    { created_on: '2027-05-01', reviews: [review('2026-12-31')] },
    { reviews: [review('2026-02-30')] },
    { reviews: [] },
    { reviews: Array(501).fill(review('2026-12-31')) },
  ]) {
    const refused = await post('/reviews/import', body)
    t.equal(refused.statusCode, 400, JSON.stringify(body).slice(0, 80))
    t.equal(refused.json().error_code, 'VALIDATION_ERROR')
  }
  t.match(await shown(), { total_reviews: 0, created_on: '2026-12-31' })
})

t.test('a history taken in twice is there once', async (t) => {
  const { post, shown } = await card()
  const reviews = ['2026-02-01', '2026-03-01'].map((reviewed_on) => ({
    ...{ reviewed_on, review_result: 'correct', attempt_id: newId() },
  }))
  const body = { created_on: '2026-01-01', reviews }
  t.match((await post('/reviews/import', body)).json().data, { imported: 2, skipped: 0 })
  const before = await shown()
  t.match((await post('/reviews/import', body)).json().data, { imported: 0, skipped: 2 })
  t.same(await shown(), before)
  const moved = { ...body, reviews: [{ ...reviews[0], reviewed_on: '2026-02-02' }] }
  t.equal((await post('/reviews/import', moved)).statusCode, 409)
})

const histories = fc.array(
  fc.record({ after: fc.nat(60), result: fc.constantFrom('correct', 'correct', 'partial', 'incorrect') }),
  { minLength: 1, maxLength: 12 },
)

t.test('whatever the history, folding it anew gives what is stored, bit for bit', async (t) => {
  const { as, id, post, at } = await card()
  const columns = sql<string>`(select to_jsonb(m) - 'updated_at' || jsonb_build_object('reviews',
    (select jsonb_agg(to_jsonb(r) order by number) from reviews r where r.mistake_id = m.id and voided_at is null))
    from mistakes m where m.id = ${id})`
  const stored = async () =>
    JSON.stringify((await sql<{ all: unknown }>`select ${columns} as all`.execute(db)).rows[0])
  for (const plan of fc.sample(histories, 12)) {
    let day = '2020-01-01'
    const reviews = plan.map(({ after, result }) => {
      day = addDays(day, after)
      return { reviewed_on: day, review_result: result }
    })
    t.equal((await post('/reviews/import', { created_on: '2020-01-01', reviews })).statusCode, 200)
    const before = await stored()
    // Saying again what is chosen folds every card anew.
    await call('PUT', '/api/v1/learning/settings', { as, body: { scheduler: 'fsrs' } })
    t.equal(await stored(), before)
  }
  t.equal((await call('GET', at, { as })).statusCode, 200)
})

t.test('calibration says nothing of few reviews, and how far predictions hold of many', async (t) => {
  const { as, post } = await card()
  const get = async () => (await call('GET', `${path}/calibration`, { as })).json().data
  t.same(await get(), { reviews: 0, log_loss: null, baseline_log_loss: null, rmse_bins: null, bins: [] })
  const reviews = Array.from({ length: 120 }, (_, n) => ({
    reviewed_on: addDays('2026-01-02', n),
    review_result: n % 4 === 0 ? 'incorrect' : 'correct',
  }))
  t.equal((await post('/reviews/import', { created_on: '2026-01-01', reviews })).statusCode, 200)
  const data = await get()
  t.equal(data.reviews, 120)
  t.ok(data.log_loss > 0 && data.baseline_log_loss > 0 && data.rmse_bins > 0)
  t.equal(
    data.bins.reduce((sum: number, bin: { reviews: number }) => sum + bin.reviews, 0),
    120,
  )
})

t.test('reviews are listed by pages, the newest first', async (t) => {
  const { as, id, post } = await card()
  const reviews = Array.from({ length: 5 }, (_, n) => ({
    reviewed_on: addDays('2026-01-02', n * 9),
    review_result: 'correct',
  }))
  await post('/reviews/import', { created_on: '2026-01-01', reviews })
  const seen: string[] = []
  let cursor = ''
  do {
    const query = `?limit=2${cursor && `&cursor=${cursor}`}`
    const { data } = (await call('GET', `${path}/${id}/reviews${query}`, { as })).json()
    seen.push(...data.items.map(({ review_date }: { review_date: string }) => review_date))
    cursor = data.next_cursor ?? ''
  } while (cursor)
  t.same(seen, reviews.map(({ reviewed_on }) => reviewed_on).reverse())
  t.equal((await call('GET', `${path}/${id}/reviews?cursor=zzz`, { as })).statusCode, 400)
})

t.test(
  'another way of scheduling holds the process for no long time, however long the histories',
  async (t) => {
    const as = await identity.user()
    const reviews = Array.from({ length: 500 }, (_, n) => ({
      reviewed_on: addDays('2024-01-02', n),
      review_result: n % 4 === 0 ? 'incorrect' : 'correct',
    }))
    for (let n = 0; n < 30; n++) {
      const { id } = (await call('POST', path, { as, body: question })).json().data
      const body = { created_on: '2024-01-01', reviews }
      t.equal((await call('POST', `${path}/${id}/reviews/import`, { as, body })).statusCode, 200)
    }
    const again = { name: 'settings', method: 'PUT' as const, url: '/api/v1/learning/settings' }
    await assertHeld(t, app, { ...again, body: JSON.stringify({ scheduler: 'fsrs' }) }, as.headers, 200)
  },
)

t.test('recording and withdrawing again and again keeps a hundred of them', async (t) => {
  const as = await identity.user()
  const body = { subject: 'math', title: 'a', question_content: '1+1=?' }
  const { id } = (await call('POST', path, { body, as })).json().data
  for (let n = 0; n < 110; n++) {
    const review = { review_result: 'correct', notes: `${n}` }
    t.equal((await call('POST', `${path}/${id}/review`, { body: review, as })).statusCode, 200)
    t.equal((await call('POST', `${path}/${id}/reviews/undo`, { as })).statusCode, 200)
  }
  const kept = await db
    .selectFrom('reviews')
    .select('notes')
    .where('user_id', '=', as.id)
    .orderBy('number')
    .execute()
  t.equal(kept.length, 100)
  t.equal(kept.at(-1)?.notes, '109', 'the newest')
})

t.test('a large notebook is folded anew by steps, and can be read and reviewed meanwhile', async (t) => {
  const as = await identity.user()
  clock.now = noon('2026-12-31')
  const mistakes = Array.from({ length: 100 }, () => question)
  for (let n = 0; n < 12; n++) await call('POST', `${path}/batch-import`, { as, body: { mistakes } })
  const settings = '/api/v1/learning/settings'
  const put = (scheduler: string) => call('PUT', settings, { as, body: { scheduler } })
  const due = async () => {
    const { rows } = await sql<{
      due: string
      n: number
    }>`select interval_days as due, count(*)::int as n from mistakes
      where user_id = ${as.id} group by 1 order by 1`.execute(db)
    return rows
  }
  const before = await due()
  const { data } = (await put('ladder')).json()
  t.match(data, { scheduler: 'ladder', rescheduling: { done: 1_000, total: 1_200 } })
  const listed = (await call('GET', path, { as })).json().data
  t.equal(listed.total, 1_200)
  // The newest is the last to be folded: a review of it is by the new way already.
  const { id } = listed.items[0]
  clock.now = noon('2027-01-02')
  const reviewed = await call('POST', `${path}/${id}/review`, { as, body: { review_result: 'correct' } })
  t.equal(reviewed.statusCode, 200, reviewed.body)
  const { interval_days } = reviewed.json().data
  await sweepReschedules(deps)
  t.match((await call('GET', settings, { as })).json().data, { rescheduling: null })
  t.match((await call('GET', `${path}/${id}`, { as })).json().data.card, { interval_days })
  await call('POST', `${path}/${id}/reviews/undo`, { as })
  await put('fsrs')
  await sweepReschedules(deps)
  t.same(await due(), before, 'and back')
  clock.now = noon('2026-12-31')
})
