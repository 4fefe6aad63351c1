import t from 'tap'
import { Value } from 'typebox/value'
import { sampledAgent } from '../test-models.ts'
import { ModelConfig } from './model-config.ts'

t.test('a model_config with an unknown member or a value out of range is refused', async (t) => {
  t.ok(Value.Check(ModelConfig, sampledAgent))
  t.ok(Value.Check(ModelConfig, { thinking: { type: 'enabled', budget_tokens: 4_000 } }))
  for (const wrong of [{ temprature: 1 }, { temperature: 3 }, { thinking: 'loud' }, { max_tokens: 0 }]) {
    t.notOk(Value.Check(ModelConfig, { ...sampledAgent, ...wrong }), JSON.stringify(wrong))
  }
})
