import { toOpenAIError } from '@lingzhi/contracts/openai-error'
import type { Problem } from '@lingzhi/contracts/problem'
import { languageOf } from '@lingzhi/http/language'
import { toProblem } from '@lingzhi/http/problem-handler'
import { openSse } from '@lingzhi/http/sse'
import { ModelError } from '@lingzhi/model-client/failures/problems'
import type { ModelEvent } from '@lingzhi/model-client/model-events'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ChatRequest } from './chat-request.ts'
import type { Delta } from './completion-shapes.ts'
import { completionShapes } from './completion-shapes.ts'

/**
 * Streams an answer as chunks. Headers wait for the first event, so that an earlier failure gets its own status. A later
 * one is sent inside the stream, where clients raise it, and so is a restart: this format cannot void text.
 */
export async function sendStream(
  request: FastifyRequest,
  response: FastifyReply,
  events: AsyncGenerator<ModelEvent>,
  { model, stream_options }: Pick<ChatRequest, 'model' | 'stream_options'>,
): Promise<void> {
  const shapes = completionShapes(model)
  const usageWanted = stream_options?.include_usage === true
  const first = await events.next()
  const tell = (problem: Problem) => ({ data: toOpenAIError(problem, languageOf(request)) })
  const stream = openSse(response, { resumable: false, tell })
  const sendChunk = (delta: Delta, finishReason?: string) => {
    const chunk = shapes.chunk(delta, finishReason)
    return stream.send({ data: usageWanted ? { ...chunk, usage: null } : chunk })
  }
  try {
    await sendChunk({ role: 'assistant', content: '' })
    for (let step = first; !step.done; step = await events.next()) {
      const event = step.value
      if (event.type === 'content') await sendChunk({ content: event.text })
      else if (event.type === 'reasoning') await sendChunk({ reasoning_content: event.text })
      else if (event.type === 'tool_calls')
        await sendChunk({ ...event.more, ...(event.calls.length > 0 && { tool_calls: event.calls }) })
      else if (event.type === 'restart') throw ModelError()
      else {
        await sendChunk({}, event.finishReason)
        if (usageWanted) await stream.send({ data: shapes.usageChunk(event.usage) })
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
      await stream.send(tell(problem))
    }
  } finally {
    await events.return(undefined)
    stream.end()
  }
}
