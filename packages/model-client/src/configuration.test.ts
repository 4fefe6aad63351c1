import { ConfigError, loadConfig } from '@lingzhi/runtime/load-config'
import t from 'tap'
import { Value } from 'typebox/value'
import { ModelConfig } from './model-config.ts'
import { Settings } from './settings.ts'
import { generator, readAll, scripted } from './test-models.ts'
import type { ThinkingStyle } from './thinking.ts'

const agent = {
  model: 'doubao-seed-1-6-251015',
  temperature: 0.7,
  max_tokens: 4096,
  top_p: 0.9,
  thinking: 'enabled' as const,
}

t.test(
  'an agent’s sampling reaches the provider; LLM_MODEL stands in for a model that is not served',
  async (t) => {
    const model = await scripted(t, { times: 'always', steps: ['好'] })
    const ask = async (settings: object) => {
      await readAll(generator(t, { LLM_BASE_URL: model.baseUrl, ...settings })({ modelConfig: agent }))
      return { ...model.calls.at(-1)?.body } as Record<string, unknown>
    }
    const { thinking, ...sampling } = agent
    t.match(await ask({}), { ...sampling, thinking: { type: thinking }, stream: true })
    t.equal((await ask({ LLM_MODEL: 'other' })).model, 'other')
    t.equal((await ask({ LLM_MODEL: 'other', LLM_MODELS: `x, ${agent.model}` })).model, agent.model)
  },
)

t.test('thinking is told each provider in its own words', async (t) => {
  const model = await scripted(t, { times: 'always', steps: ['好'] })
  const told = async (style: ThinkingStyle, thinking: ModelConfig['thinking']) => {
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
  t.same(await told('auto', 'disabled'), { thinking: { type: 'disabled' } })
  t.same(await told('object', on), { thinking: on })
  t.same(await told('enable_thinking', on), { enable_thinking: true, thinking_budget: 4_000 })
  t.same(await told('enable_thinking', 'disabled'), { enable_thinking: false })
  t.same(await told('reasoning_effort', on), { reasoning_effort: 'medium' })
  t.same(await told('reasoning_effort', 'disabled'), { reasoning_effort: 'none' })
  t.same(await told('reasoning', 'enabled'), { reasoning: { enabled: true } })
  t.same(await told('none', on), {})
})

t.test('a parameter that the model does not take is left out from then on', async (t) => {
  const refuse = (param: string) => ({
    fail: { status: 400, body: { error: { message: `Unsupported parameter: '${param}'`, param } } },
  })
  const model = await scripted(t, [refuse('max_tokens')], [refuse('thinking')], ['好'], ['好'])
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
  for (const _ of [1, 2]) t.equal((await readAll(generate({ modelConfig: agent }))).content, '好')
  t.equal(model.calls.length, 4)
  const { max_tokens, thinking, max_completion_tokens, temperature } = { ...model.calls[3]?.body } as Record<
    string,
    unknown
  >
  t.same({ max_tokens, thinking }, { max_tokens: undefined, thinking: undefined })
  t.same({ max_completion_tokens, temperature }, { max_completion_tokens: 4096, temperature: 0.7 })
})

t.test('several providers, each with its key, its models and their names and prices', async (t) => {
  const [one, two] = [await scripted(t), await scripted(t)]
  const priced = { name: 'big', provider_name: 'vendor/big-1', price_in: 1, price_out: 10 }
  const providers = [
    { name: 'one', base_url: one.baseUrl, models: ['small'] },
    { name: 'two', base_url: two.baseUrl, models: [priced, 'small'], api_key_variable: 'KEY_TWO' },
  ]
  const env = { KEY_TWO: 'secret' }
  const generate = generator(t, { LLM_PROVIDERS: JSON.stringify(providers), LLM_RETRIES_MAX: 0 }, { env })

  two.enqueue(['大', { finish: { usage: { prompt_tokens: 1, completion_tokens: 1 } } }])
  const big = await readAll(generate({ modelConfig: { model: 'big' } }))
  t.match(big.end, { provider: 'two', model: 'big', usage: { cost: 11e-6 } })
  t.match(two.calls[0], { body: { model: 'vendor/big-1' }, headers: { authorization: 'Bearer secret' } })

  one.enqueue([{ fail: { status: 500 } }])
  two.enqueue(['小'])
  const small = await readAll(generate({ modelConfig: { model: 'small' } }))
  t.match(small.end, { provider: 'two', model: 'small', attempts: 2 }, 'the same model elsewhere comes first')
  await t.rejects(readAll(generate({ modelConfig: { model: 'unknown' } })), { code: 'MODEL_NOT_CONFIGURED' })
})

t.test('a list of providers that cannot be used is refused at the start, without its values', async (t) => {
  const refused = (LLM_PROVIDERS: string) => {
    try {
      generator(t, { LLM_PROVIDERS })
    } catch (error) {
      if (error instanceof ConfigError) return error.message
    }
    return 'accepted'
  }
  t.match(refused('{"a":'), /LLM_PROVIDERS: must be a JSON list/)
  t.match(refused('[{"name":"a","base_url":"ftp://x","models":["m"]}]'), /LLM_PROVIDERS\.0\.base_url/)
  t.match(refused('[{"name":"a","base_url":"http://x","models":["m"],"oops":1}]'), /oops: is unknown/)
  const keyed = '[{"name":"a","base_url":"http://x","models":["m"],"api_key_variable":"NO_KEY"}]'
  t.match(refused(keyed), /NO_KEY: must be set/)
  t.throws(() => loadConfig(Settings, { LLM_BASE_URL: 'http://x', LLM_THINKING: 'loud' }), /LLM_THINKING/)
})

t.test('a model_config with a member nobody knows is refused', async (t) => {
  t.ok(Value.Check(ModelConfig, agent))
  t.ok(Value.Check(ModelConfig, { thinking: { type: 'enabled', budget_tokens: 4_000 } }))
  for (const wrong of [{ temprature: 1 }, { temperature: 3 }, { thinking: 'loud' }, { max_tokens: 0 }]) {
    t.notOk(Value.Check(ModelConfig, { ...agent, ...wrong }), JSON.stringify(wrong))
  }
})
