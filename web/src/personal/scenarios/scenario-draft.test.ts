import t from 'tap'
import { definitionOf, draftOf } from './scenario-draft.ts'
import type { Scenario } from './scenarios.queries.ts'

const scenario = {
  ...{ name: '代码', description: '写代码', category: 'development', system_prompt: '先问清楚' },
  ...{ is_public: true, is_default: false, status: 'inactive' },
  ...{ skills: ['s-1'], allowed_tools: ['web__*'] },
  meta: {
    tags: ['a'],
    capabilities: [],
    keywords: ['报错', 'sql'],
    negative_keywords: [],
    examples: ['为什么，报错？'],
  },
} as unknown as Scenario

t.test('what is shown in the form and saved unchanged is the same', async (t) => {
  t.same(definitionOf(draftOf(scenario), false), {
    ...{ name: '代码', description: '写代码', category: 'development', system_prompt: '先问清楚' },
    ...{ is_public: true, status: 'inactive', skills: ['s-1'], allowed_tools: ['web__*'] },
    meta: { keywords: ['报错', 'sql'], negative_keywords: [], examples: ['为什么，报错？'] },
  })
})

t.test('words come apart at lines and commas of both scripts, questions at lines alone', async (t) => {
  const { meta } = definitionOf(
    { ...draftOf(undefined), keywords: ' 报错，bug、sql,\nbug', examples: '一，二\n\n三' },
    false,
  )
  t.same(meta, { keywords: ['报错', 'bug', 'sql'], negative_keywords: [], examples: ['一，二', '三'] })
})

t.test('only administrators say what is the default', async (t) => {
  t.notOk('is_default' in definitionOf(draftOf(undefined), false))
  t.equal(definitionOf({ ...draftOf(undefined), is_default: true }, true).is_default, true)
})
