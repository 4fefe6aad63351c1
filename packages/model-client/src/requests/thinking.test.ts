import t from 'tap'
import { generator, readAll, scripted } from '../test-models.ts'
import type { ModelConfig } from './model-config.ts'
import type { ThinkingStyle } from './thinking.ts'

t.test('each provider gets the wish to think in its own style', async (t) => {
  const model = await scripted(t, { times: 'always', steps: ['好'] })
  const sent = async (style: ThinkingStyle, thinking: ModelConfig['thinking']) => {
    const generate = generator(t, { LLM_BASE_URL: model.baseUrl, LLM_THINKING: style })
    await readAll(generate({ modelConfig: { model: 'm', thinking } }))
    const {
      model: _,
      messages,
      stream,
      stream_options,
      ...rest
    } = { ...model.calls.at(-1)?.body } as Record<string, unknown>
    return rest
  }
  const on = { type: 'enabled' as const, budget_tokens: 4_000 }
  t.same(await sent('auto', 'disabled'), { thinking: { type: 'disabled' } })
  t.same(await sent('object', on), { thinking: on })
  t.same(await sent('enable_thinking', on), { enable_thinking: true, thinking_budget: 4_000 })
  t.same(await sent('enable_thinking', 'disabled'), { enable_thinking: false })
  t.same(await sent('reasoning_effort', on), { reasoning_effort: 'medium' })
  t.same(await sent('reasoning_effort', 'disabled'), { reasoning_effort: 'none' })
  t.same(await sent('reasoning', 'enabled'), { reasoning: { enabled: true } })
  t.same(await sent('none', on), {})
})
