import t from 'tap'
import { generator, readAll, scripted } from '../test-models.ts'

t.test('a long run without spaces is counted in bounded time', async (t) => {
  const model = await scripted(t, [{ repeat: { count: 40, size: 4_000 } }, { finish: { usage: false } }])
  const { end } = await readAll(generator(t, { LLM_BASE_URL: model.baseUrl })())
  t.ok((end?.usage.completion_tokens ?? 0) > 10_000)
})
