import { toOpenAIError } from '@lingzhi/contracts/openai-error'
import type { Problem } from '@lingzhi/contracts/problem'
import type { App } from '@lingzhi/http/create-http'
import { languageOf } from '@lingzhi/http/language'
import { toProblem } from '@lingzhi/http/problem-handler'
import { openSse } from '@lingzhi/http/sse'
import { requireScope } from '@lingzhi/identity/identify'
import { ModelError } from '@lingzhi/model-client/failures/problems'
import type { ModelEvent } from '@lingzhi/model-client/model-events'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { answerProblems } from '../answer-problems.ts'
import type { AnswerRequest } from '../answer-request.ts'
import { bodyMaxBytes } from '../complete-chat.ts'
import { tidyRequest } from '../tidy-request.ts'
import { OpenAIResponse, openAIResponseEvents } from './described-events.ts'
import { responseEvents } from './response-events.ts'
import { ResponseRequest, toChatRequest } from './response-request.ts'

type Body = ResponseRequest
type Events = AsyncGenerator<ModelEvent>

/**
 * OpenAI's responses, without their state: nothing is kept, so a request holds the whole conversation. Answered in the same
 * way as a chat completion.
 */
export function createResponse(app: App, answer: AnswerRequest) {
  app.post(
    '/v1/responses',
    {
      onRequest: requireScope('chat'),
      bodyLimit: bodyMaxBytes,
      preValidation: async (request) => {
        request.body = tidyRequest(request.body) as Body
      },
      schema: {
        tags: ['openai'],
        'x-events': openAIResponseEvents,
        summary: 'Create a response, compatible with OpenAI, without stored state',
        description:
          '`previous_response_id`, `conversation`, `background` and `store` are refused: send the whole conversation in `input`.',
        body: ResponseRequest,
        response: {
          200: OpenAIResponse,
          ...answerProblems,
        },
      },
    },
    (request, response) =>
      answer(request, response, toChatRequest(request.body), async (events) => {
        if (!request.body.stream) return sendWhole(events, request.body)
        await sendStream(request, response, events, request.body)
        return response
      }),
  )
}

async function sendWhole(events: Events, body: Body) {
  let shapes = responseEvents(body)
  let last: unknown
  for await (const event of events) {
    if (event.type === 'restart') shapes = responseEvents(body)
    else for (const made of shapes.take(event)) last = made.response
  }
  if (!last) throw ModelError()
  return last as { id: string; object: 'response'; status: string }
}

/** As with chat completions: headers wait for the first event; a later failure is sent inside the stream. */
async function sendStream(request: FastifyRequest, response: FastifyReply, events: Events, body: Body) {
  const shapes = responseEvents(body)
  const first = await events.next()
  const tell = (problem: Problem) => {
    const { error: told } = toOpenAIError(problem, languageOf(request))
    return { event: 'error', data: { ...told, type: 'error', error: told } }
  }
  const stream = openSse(response, { resumable: false, tell })
  try {
    for (const event of shapes.begin()) await stream.send({ event: event.type, data: event })
    for (let step = first; !step.done; step = await events.next()) {
      if (step.value.type === 'restart') throw ModelError()
      for (const event of shapes.take(step.value)) await stream.send({ event: event.type, data: event })
    }
  } catch (error) {
    if (!stream.signal.aborted) {
      const problem = toProblem(error)
      request.log.warn(
        { err: problem.options.cause ?? problem, code: problem.code },
        'a response was broken off',
      )
      await stream.send(tell(problem))
    }
  } finally {
    await events.return(undefined)
    stream.end()
  }
}
