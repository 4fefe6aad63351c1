import type { App } from '@lingzhi/http/create-http'
import { requireScope } from '@lingzhi/identity/identify'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { answerProblems } from './answer-problems.ts'
import type { AnswerRequest } from './answer-request.ts'
import { ChatRequest } from './chat-request.ts'
import { completionEvents } from './completion-events.ts'
import { Completion } from './completion-shapes.ts'
import { sendStream } from './send-stream.ts'
import { sendWhole } from './send-whole.ts'
import { tidyRequest } from './tidy-request.ts'

const Deployment = Type.String({
  description:
    'The model, in place of the one in the body: the gateway puts it there for addresses of Azure’s flavour.',
})

/** Images and documents travel inside messages here. */
export const bodyMaxBytes = 8_388_608

/** Chat completions as in OpenAI's API, answered by an agent. */
export function completeChat(app: App, answer: AnswerRequest) {
  app.post(
    '/v1/chat/completions',
    {
      onRequest: requireScope('chat'),
      bodyLimit: bodyMaxBytes,
      preValidation: async (request) => {
        request.body = tidyRequest(withDeployment(request)) as ChatRequest
      },
      schema: {
        tags: ['openai'],
        'x-events': completionEvents,
        summary: 'Create a chat completion, compatible with OpenAI',
        description:
          'With `stream: true` the answer comes as Server-Sent Events that end with `[DONE]`. Empty and null members ' +
          'count as absent; what is not offered is refused by name.',
        querystring: Type.Object({ deployment: Type.Optional(Deployment) }),
        body: ChatRequest,
        response: { 200: Completion, ...answerProblems },
      },
    },
    (request, response) => {
      const { body } = request
      return answer(request, response, body, async (events) => {
        if (!body.stream) return sendWhole(events, body.model)
        await sendStream(request, response, events, body)
        return response
      })
    },
  )
}

/** In Azure's flavour the address names the model; what the body says of it is often empty, or the name of a real one. */
function withDeployment({ body, query }: Pick<FastifyRequest, 'body' | 'query'>): unknown {
  const { deployment } = query as { deployment?: unknown }
  if (typeof deployment !== 'string' || typeof body !== 'object' || body === null) return body
  return { ...body, model: deployment }
}
