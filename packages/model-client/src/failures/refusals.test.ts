import { readFileSync } from 'node:fs'
import t from 'tap'
import { policyOf, readFailure } from './failures.ts'
import type { Kind } from './kinds.ts'
import { policies } from './kinds.ts'
import type { ProviderRefusal } from './read-refusal.ts'
import { readRefusal } from './read-refusal.ts'

/** Who refuses, with which status (200: inside the response) and body, and what it means. */
interface Refused {
  provider: string
  status: number
  kind: Kind
  waitMs?: number
  body: unknown
}

// Of our own writing, in the shapes that the providers document or that were reported in public: docs/providers.md.
const refusals = readFileSync(new URL('provider-refusals.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Refused)

for (const { provider, status, body, kind, waitMs } of refusals) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  t.test(`${provider}, ${status} ${text.slice(0, 90)}: ${kind}`, async (t) => {
    const failure = readFailure(readRefusal(text, status), { address: 'https://provider.example/v1' })
    t.equal(failure.kind, kind)
    t.equal(failure.refusal?.waitMs, waitMs)
    if (typeof body === 'object')
      t.equal(readFailure(readRefusal(body, status), {}).kind, kind, 'parsed as well')
  })
}

t.test('only what is the provider’s own fault counts for its circuit', async (t) => {
  const counting = Object.entries(policies).filter(([, { counts }]) => counts)
  t.same(
    counting.map(([kind]) => kind),
    ['overload', 'timeout', 'down', 'broken'],
  )
})

t.test('a 429 counts for no circuit, whatever it says, also inside a response', async (t) => {
  const said = [
    'The engine is currently overloaded',
    '当前分组上游负载已饱和，请稍后再试',
    'server error',
    '该模型当前访问量过大',
  ]
  const countsOf = (refusal: ProviderRefusal) => policyOf(readFailure(refusal, {})).counts
  for (const message of said) {
    t.equal(countsOf(readRefusal({ error: { message } }, 429)), false, message)
    t.equal(countsOf(readRefusal({ error: { code: 429, message } })), false, message)
  }
  t.equal(countsOf(readRefusal({ error: { message: said[0] } }, 503)), true)
  t.ok(
    policyOf(readFailure(readRefusal({ error: { message: said[0] } }, 429), {})).retry,
    'but may be retried',
  )
})

t.test('one provider’s word for an empty account is another’s for a full minute', async (t) => {
  const body = { error: { message: 'You exceeded your current quota.', code: 'insufficient_quota' } }
  const at = (address: string) => readFailure(readRefusal(body, 429), { address }).kind
  t.equal(at('https://api.openai.com/v1'), 'credit')
  t.equal(at('https://dashscope.aliyuncs.com/compatible-mode/v1'), 'rate')
})
