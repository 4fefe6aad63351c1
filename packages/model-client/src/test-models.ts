import { Problem } from '@lingzhi/contracts/problem'
import type { Script, Step } from '@lingzhi/demo-model/script/script'
import { startScriptedModel } from '@lingzhi/demo-model/scripted-model'
import { silentLog } from '@lingzhi/testing/silent-log'
import type { Test } from '@lingzhi/testing/test-servers'
import { Value } from 'typebox/value'
import type { GenerateDeps } from './calling/generate.ts'
import { createGenerate } from './calling/generate.ts'
import type { GenerateRequest, ModelEvent } from './model-events.ts'
import type { ModelSettings } from './providers/settings.ts'
import { Settings } from './providers/settings.ts'

/** A scripted model at the wire, closed with the test. */
export async function scripted(t: Test, ...scripts: (Script | Step[])[]) {
  const model = await startScriptedModel()
  t.teardown(() => model.close())
  model.enqueue(...scripts)
  return model
}

/** generate() as in the service, but with a short retry wait. */
export function generator(t: Test, settings: Partial<ModelSettings>, deps?: GenerateDeps) {
  const config = Value.Default(Settings, { LLM_RETRY_BASE_MS: 1, ...settings }) as ModelSettings
  const generate = createGenerate(config, silentLog, deps)
  t.teardown(() => generate.close())
  return (request: Partial<GenerateRequest> = {}) =>
    generate({
      agentId: 1,
      modelConfig: { model: 'wanted' },
      messages: [{ role: 'user', content: '你好' }],
      userId: null,
      signal: new AbortController().signal,
      ...request,
    })
}

/** What a reader ends up with: the text after the last restart, and the end. */
export async function readAll(events: AsyncIterable<ModelEvent>) {
  const read = { content: '', reasoning: '', calls: [] as unknown[], restarts: [] as string[] }
  let end: Extract<ModelEvent, { type: 'end' }> | undefined
  for await (const event of events) {
    if (event.type === 'content') read.content += event.text
    else if (event.type === 'reasoning') read.reasoning += event.text
    else if (event.type === 'tool_calls') read.calls.push(...event.calls)
    else if (event.type === 'restart') {
      read.restarts.push(event.reason)
      Object.assign(read, { content: '', reasoning: '', calls: [] })
    } else end = event
  }
  return { ...read, end }
}

/** The problem raised by reading these events to their end. */
export async function failureOf(events: AsyncIterable<ModelEvent>): Promise<Problem> {
  const failure = await readAll(events).catch((error: unknown) => error)
  if (failure instanceof Problem) return failure
  throw new Error(`no problem was raised: ${JSON.stringify(failure)}`)
}

/** A model configuration with several settings to find in the request. */
export const sampledAgent = {
  model: 'doubao-seed-1-6-251015',
  temperature: 0.7,
  max_tokens: 4096,
  top_p: 0.9,
  thinking: 'enabled' as const,
}
