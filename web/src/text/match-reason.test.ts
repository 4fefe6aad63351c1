import t from 'tap'
import { matchReason } from './match-reason.ts'

const text = {
  between: '、',
  ...{
    byRequest: 'request',
    bySession: 'session',
    byPinned: 'pinned',
    byModel: 'model',
    byDefault: 'default',
  },
  byKeywords: (words: string) => `keywords ${words}`,
  byLikeness: (score: string) => `likeness ${score}`,
  runnerUp: (name: string, its: string, own: string) => `${name} ${its} ${own}`,
  runnerUpAlone: (name: string) => name,
}
const match = {
  ...{ scenario_id: 's', name: 'S', scenario_ids: [], cached: false, ms: 1, gone: [], runner_up: null },
  ...{ by: 'default', score: null, terms: [] as string[] },
} as const
const next = { scenario_id: 'n', name: 'N', score: 1.234 }

t.test('why it was this scenario, and how near the next one came', async (t) => {
  t.same(matchReason(text, { ...match, terms: [] }), ['default'])
  t.same(matchReason(text, { ...match, by: 'keywords', score: 3, terms: ['报错', 'sql'], runner_up: next }), [
    'keywords 报错、sql',
    'N 1.23 3',
  ])
  t.same(matchReason(text, { ...match, by: 'likeness', score: 0.8, terms: [] }), ['likeness 0.8'])
  t.same(matchReason(text, { ...match, by: 'model', terms: [], runner_up: next }), ['model', 'N'])
})
