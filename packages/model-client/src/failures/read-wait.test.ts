import t from 'tap'
import { readRefusal } from './read-refusal.ts'

const waitOf = (body: unknown, headers: Record<string, string> = {}) =>
  readRefusal(body, 429, { get: (name) => headers[name] ?? null }).waitMs

t.test('the wait is read wherever a provider tells it', async (t) => {
  const said = (message: string) => waitOf({ error: { message } })
  t.equal(said('Please try again in 1m3.5s.'), 63_500)
  t.equal(said('Please try again in 120ms.'), 120)
  t.equal(said('Please retry after 26 seconds.'), 26_000)
  t.equal(said('Try again in 2 minutes'), 120_000)
  t.equal(said('请求过多，请在 3 秒后重试'), 3_000)
  t.equal(said('请等待2分钟后再试'), 120_000)
  t.equal(said('Please try again later.'), undefined)
  t.equal(said('Please wait 41 seconds before retrying.'), 41_000)
  t.equal(waitOf({ error: 'm is loading', estimated_time: 20.5 }), 20_500)
  const inMetadata = waitOf({
    error: { metadata: { headers: { 'X-RateLimit-Reset': String(Date.now() + 45_000) } } },
  })
  t.ok(inMetadata && inMetadata > 40_000 && inMetadata <= 45_000, `headers in the body: ${inMetadata}`)
  t.equal(waitOf({ error: { retry_after: 9 } }), 9_000)
  t.equal(waitOf({ error: { details: [{ retryDelay: '37s' }] } }), 37_000)
  t.equal(
    waitOf({ error: { message: 'try again in 9s' } }, { 'retry-after': '2.5' }),
    2_500,
    'headers come first',
  )
  t.equal(waitOf('', { 'retry-after-ms': '250', 'retry-after': '1' }), 250)
  t.equal(waitOf('', { 'retry-after': '-3' }), undefined)
  t.equal(
    waitOf('', { 'retry-after': 'Mon, 01 Jan 2001 00:00:00 GMT' }),
    undefined,
    'a moment that has passed',
  )
  t.equal(waitOf('', { 'retry-after': '99999999' }), 3_600_000, 'bounded')
  const soon = waitOf('', { 'retry-after': new Date(Date.now() + 20_000).toUTCString() })
  t.ok(soon && soon > 15_000 && soon <= 20_000, `${soon}`)
  t.equal(
    waitOf('', {
      'x-ratelimit-reset-requests': '8s',
      'x-ratelimit-remaining-requests': '3',
      'x-ratelimit-reset-tokens': '1m2s',
      'x-ratelimit-remaining-tokens': '0',
    }),
    62_000,
    'of the limit that is used up',
  )
  const unix = waitOf('', { 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1_000) + 30) })
  t.ok(unix && unix > 25_000 && unix <= 31_000, `${unix}`)
})
