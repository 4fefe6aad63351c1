import { ConfigError, loadConfig } from '@lingzhi/runtime/load-config'
import t from 'tap'
import { generator, readAll, scripted } from '../test-models.ts'
import { Settings } from './settings.ts'

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

t.test('a faulty list of providers is refused at the start, without its values', async (t) => {
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

t.test('what is wrong with a list of providers is told in words, in both languages', async (t) => {
  const told = (...entries: unknown[]) => {
    try {
      generator(t, { LLM_PROVIDERS: JSON.stringify(entries) })
    } catch (error) {
      if (error instanceof ConfigError) return error.texts.map(({ zh, en }) => [zh, en])
    }
    return []
  }
  const entry = { name: 'a', base_url: 'http://x', models: ['m'] }
  t.same(told(), [['LLM_PROVIDERS：至少要有一项', 'LLM_PROVIDERS: needs at least one entry']])
  t.same(told({ name: 'a', base_url: 'http://x' }), [
    ['LLM_PROVIDERS.0：缺少 models', 'LLM_PROVIDERS.0: lacks models'],
  ])
  t.same(told({ ...entry, name: 7, api_key: 'hush' }), [
    ['LLM_PROVIDERS.0.api_key：是未知的成员', 'LLM_PROVIDERS.0.api_key: is unknown'],
    ['LLM_PROVIDERS.0.name：必须是文本', 'LLM_PROVIDERS.0.name: must be a text'],
  ])
  const model = ['必须是模型名，或者 {"name": "…"}', 'must be the name of a model, or {"name": "…"}']
  t.same(told({ ...entry, models: [1, ''] }), [
    [`LLM_PROVIDERS.0.models.0：${model[0]}`, `LLM_PROVIDERS.0.models.0: ${model[1]}`],
    [`LLM_PROVIDERS.0.models.1：${model[0]}`, `LLM_PROVIDERS.0.models.1: ${model[1]}`],
  ])
  t.same(told({ ...entry, models: ['m', { nam: 'x' }, { name: 'x', price_in: -1 }] }), [
    [`LLM_PROVIDERS.0.models.1：${model[0]}`, `LLM_PROVIDERS.0.models.1: ${model[1]}`],
    ['LLM_PROVIDERS.0.models.1.nam：是未知的成员', 'LLM_PROVIDERS.0.models.1.nam: is unknown'],
    ['LLM_PROVIDERS.0.models.2.price_in：不能小于 0', 'LLM_PROVIDERS.0.models.2.price_in: must be 0 or more'],
  ])
  for (const [zh, en] of told({
    ...entry,
    thinking: 'yes',
    timeouts_ms: { connect: 1.5, life: 0 },
    name: '',
  })) {
    t.notMatch(zh, /不符合要求/)
    t.notMatch(en, /integer|string|>=|properties/)
  }
})
