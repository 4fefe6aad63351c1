import { beginSpan } from '@lingzhi/tracing/span'
import type { ModelClient } from '../providers/open-client.ts'
import type { Chunk } from '../responses/chunk.ts'
import { readUsage } from '../responses/usage.ts'
import type { ProviderCall } from './call-provider.ts'
import { callProvider } from './call-provider.ts'
import type { Target } from './choose-models.ts'

/**
 * Makes one call (see callProvider), as a span of the current trace where spans are made; `number` counts the calls of an answer.
 * The trace ends here: a provider is not told of it.
 */
export function tracedCall(
  number: number,
  client: ModelClient,
  target: Target,
  call: ProviderCall,
): AsyncIterable<Chunk> {
  const { model, provider } = target
  const span = beginSpan('client', `chat ${model.name}`, {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': provider.name,
    'gen_ai.request.model': model.name,
    'lingzhi.call.number': number,
  })
  const chunks = callProvider(client, target, call)
  if (!span) return chunks
  return watched()

  async function* watched(): AsyncGenerator<Chunk> {
    const began = performance.now()
    let first = true
    try {
      for await (const chunk of chunks) {
        if (first && chunk.spoke) {
          first = false
          span!.set({ 'lingzhi.first_token_ms': Math.round(performance.now() - began) })
        }
        const { prompt_tokens, completion_tokens } = readUsage(chunk.usage) ?? {}
        if (prompt_tokens !== undefined)
          span!.set({
            'gen_ai.usage.input_tokens': prompt_tokens,
            'gen_ai.usage.output_tokens': completion_tokens,
          })
        yield chunk
      }
    } catch (error) {
      span!.fail(call.signal.aborted ? 'aborted' : error)
      throw error
    } finally {
      span!.end()
    }
  }
}
