import { toOpenAIError } from '@lingzhi/contracts/openai-error'
import { languageOf } from '@lingzhi/http/language'
import { toProblem } from '@lingzhi/http/problem-handler'
import { openSse } from '@lingzhi/http/sse'
import type { ModelEvent } from '@lingzhi/model-client/model-events'
import { ModelError } from '@lingzhi/model-client/problems'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ChatRequest } from './chat-request.ts'
import type { Delta } from './completion-shapes.ts'
import { completionShapes } from './completion-shapes.ts'

/**
 * Streams an answer as chunks. Headers wait for the first event, so that a failure before it has its status;
 * a later one is sent inside the stream, where clients raise it: this format cannot take back what it said.
 */
export async function sendStream(
  request: FastifyRequest,
  reply: FastifyReply,
  events: AsyncGenerator<ModelEvent>,
  { model, stream_options }: Pick<ChatRequest, 'model' | 'stream_options'>,
): Promise<void> {
  const shapes = completionShapes(model)
  const usageAsked = stream_options?.include_usage === true
  const first = await events.next()
  const stream = openSse(reply)
  const say = (delta: Delta, finishReason?: string) => {
    const chunk = shapes.chunk(delta, finishReason)
    return stream.send({ data: usageAsked ? { ...chunk, usage: null } : chunk })
  }
  try {
    await say({ role: 'assistant', content: '' })
    for (let step = first; !step.done; step = await events.next()) {
      const event = step.value
      if (event.type === 'content') await say({ content: event.text })
      else if (event.type === 'reasoning') await say({ reasoning_content: event.text })
      else if (event.type === 'tool_calls') await say({ tool_calls: event.calls })
      else if (event.type === 'restart') throw ModelError()
      else {
        await say({}, event.finishReason)
        if (usageAsked) await stream.send({ data: shapes.usageChunk(event.usage) })
      }
    }
    await stream.send({ text: '[DONE]' })
  } catch (error) {
    if (!stream.signal.aborted) {
      const problem = toProblem(error)
      request.log.warn(
        { err: problem.options.cause ?? problem, code: problem.code },
        'a completion was broken off',
      )
      await stream.send({ data: toOpenAIError(problem, languageOf(request)) })
    }
  } finally {
    await events.return(undefined)
    stream.end()
  }
}
