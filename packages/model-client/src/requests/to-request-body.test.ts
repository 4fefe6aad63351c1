import t from 'tap'
import { generator, readAll, sampledAgent, scripted } from '../test-models.ts'

t.test(
  'an agent’s sampling reaches the provider; LLM_MODEL stands in for a model that is not served',
  async (t) => {
    const model = await scripted(t, { times: 'always', steps: ['好'] })
    const sent = async (settings: object) => {
      await readAll(generator(t, { LLM_BASE_URL: model.baseUrl, ...settings })({ modelConfig: sampledAgent }))
      return { ...model.calls.at(-1)?.body } as Record<string, unknown>
    }
    const { thinking, ...sampling } = sampledAgent
    t.match(await sent({}), { ...sampling, thinking: { type: thinking }, stream: true })
    t.equal((await sent({ LLM_MODEL: 'other' })).model, 'other')
    t.equal(
      (await sent({ LLM_MODEL: 'other', LLM_MODELS: `x, ${sampledAgent.model}` })).model,
      sampledAgent.model,
    )
  },
)
