import t from 'tap'
import { generator, readAll, sampledAgent, scripted } from '../test-models.ts'

t.test('a parameter that a model refuses is left out from then on', async (t) => {
  const refuse = (param: string) => ({
    fail: { status: 400, body: { error: { message: `Unsupported parameter: '${param}'`, param } } },
  })
  const model = await scripted(t, [refuse('max_tokens')], [refuse('thinking')], ['好'], ['好'])
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
  for (const _ of [1, 2]) t.equal((await readAll(generate({ modelConfig: sampledAgent }))).content, '好')
  t.equal(model.calls.length, 4)
  const { max_tokens, thinking, max_completion_tokens, temperature } = { ...model.calls[3]?.body } as Record<
    string,
    unknown
  >
  t.same({ max_tokens, thinking }, { max_tokens: undefined, thinking: undefined })
  t.same({ max_completion_tokens, temperature }, { max_completion_tokens: 4096, temperature: 0.7 })
})
