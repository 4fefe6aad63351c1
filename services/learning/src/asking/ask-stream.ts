import { sendRequest } from '@lingzhi/bus/request'
import { ReadReplyEntries, StopReply } from '@lingzhi/contracts/chat-replies'
import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { isId, Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { listenToReply } from '@lingzhi/reply-feed/listen-to-reply'
import type { Place } from '@lingzhi/reply-feed/place'
import { parseEventId } from '@lingzhi/reply-feed/place'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Db, Question } from '../database.ts'
import type { Deps } from '../deps.ts'
import { QuestionNotFound } from '../problems.ts'
import { findQuestionOfReply } from '../questions.queries.ts'
import { askingProblems, keyOf } from './ask.ts'
import { beginQuestion, storeQuestion } from './begin-question.ts'
import { feedCharsMax, followQuestion } from './follow-question.ts'
import { tutorEvents } from './frames.ts'
import { bodyMaxBytes, NewQuestion, readQuestion } from './question-shape.ts'
import { tellFrames } from './tell-frames.ts'

type StreamDeps = Pick<Deps, 'db' | 'bus' | 'now' | 'log' | 'space' | 'outbox'>

const path = '/api/v1/learning/ask-stream'
const ReplyParams = Type.Object({ reply_id: Type.String() })
const StreamQuery = Type.Object({
  full_content: Type.Optional(
    Type.Boolean({
      description: 'Every frame tells the whole text so far: it grows with the square of the answer.',
    }),
  ),
})
const tags = ['learning']

/** Asks and streams the answer. */
export function askStream(app: App, deps: StreamDeps, config: Config) {
  app.post(
    path,
    {
      onRequest: requireScope('chat'),
      bodyLimit: bodyMaxBytes,
      schema: {
        tags,
        summary: 'Ask the tutor and stream the answer',
        description:
          'Sends Server-Sent Events without names; their data has a member `type`. Resume at /api/v1/learning/ask-stream/{reply_id}.',
        'x-events': tutorEvents,
        querystring: StreamQuery,
        body: NewQuestion,
        response: {
          200: Type.String({ description: 'Server-Sent Events.' }),
          ...problems(...askingProblems),
        },
      },
    },
    async (request, response) => {
      const asked = readQuestion(request.body)
      const { userId } = principalOf(request)
      const question = await storeQuestion(deps, config, asked, {
        userId,
        key: keyOf(request.headers),
        requestId: request.id,
      })
      // The gateway stores this header under an Idempotency-Key, so that a repeated request reads the same stream.
      response.header('Content-Location', `${path}/${question.reply_id}`)
      await tell(deps, { request, response }, question, undefined, request.query.full_content === true)
      return response
    },
  )
}

/** The same stream again, from the beginning or after an event, on any replica. */
export function resumeStream(app: App, deps: StreamDeps) {
  app.get(
    `${path}/:reply_id`,
    {
      onRequest: requireScope('chat', 'read'),
      exposeHeadRoute: false,
      schema: {
        tags,
        summary: 'Stream an answer of the tutor from the beginning, or after Last-Event-ID',
        description:
          'Live or finished, any number of times. With the `Last-Event-ID` of its end the response is 204.',
        'x-events': tutorEvents,
        params: ReplyParams,
        querystring: StreamQuery,
        response: {
          200: Type.String({ description: 'Server-Sent Events.' }),
          204: Type.Null({ description: 'The answer has ended, and the caller has seen its end.' }),
          ...problems(...userProblems, QuestionNotFound, ServiceUnavailable),
        },
      },
    },
    async (request, response) => {
      const question = await ownQuestionOf(deps.db, request.params.reply_id, principalOf(request).userId)
      const after = parseEventId([request.headers['last-event-id']].flat()[0])
      if (after && (await sawEnd(deps, question, after))) return response.code(204).send(null)
      const begins = after && after.attempt === 0 ? undefined : after
      await tell(deps, { request, response }, question, begins, request.query.full_content === true)
      return response
    },
  )
}

export function stopStream(app: App, deps: StreamDeps) {
  app.post(
    `${path}/:reply_id/stop`,
    {
      onRequest: requireScope('chat'),
      schema: {
        tags,
        summary: 'Stop an answer of the tutor and keep its partial text',
        params: ReplyParams,
        response: {
          200: success(
            Type.Object(
              { reply_id: Uuid, status: Type.Enum(['queued', 'running', 'completed', 'stopped', 'failed']) },
              { title: 'StoppedTutor' },
            ),
          ),
          ...problems(...userProblems, QuestionNotFound, ServiceUnavailable),
        },
      },
    },
    async (request) => {
      const { reply_id, user_id } = await ownQuestionOf(
        deps.db,
        request.params.reply_id,
        principalOf(request).userId,
      )
      const { status } = await sendRequest(deps.bus, StopReply, { reply_id, user_id })
      return { success: true as const, data: { reply_id, status } }
    },
  )
}

/** Begins what is not begun, and tells the answer from a place on. Listening starts before, so that nothing is missed. */
async function tell(
  deps: StreamDeps,
  talk: { request: FastifyRequest; response: FastifyReply },
  question: Question,
  after: Place | undefined,
  fullContent: boolean,
): Promise<void> {
  const feed = listenToReply(deps.bus, question.reply_id, feedCharsMax)
  try {
    await beginQuestion(deps, question)
    const fresh = question.status === 'asked'
    await tellFrames(deps, talk, question, {
      after,
      fullContent,
      follow: (signal, from) => followQuestion(deps, feed, question, { after: from, fresh, signal }),
    })
  } finally {
    feed.close()
  }
}

async function ownQuestionOf(db: Db, replyId: string, userId: string): Promise<Question> {
  const question = isId(replyId) ? await findQuestionOfReply(db, replyId) : undefined
  if (question?.user_id !== userId) throw QuestionNotFound()
  return question
}

/** Whether a place is behind the last unit of an answer that has ended: what chat keeps decides. */
async function sawEnd(
  { bus }: StreamDeps,
  { reply_id, user_id, status }: Question,
  after: Place,
): Promise<boolean> {
  if (status !== 'answered') return false
  const { attempt, ended, entries } = await sendRequest(bus, ReadReplyEntries, { reply_id, user_id, after })
  const end = entries.at(-1)
  return ended && attempt === after.attempt && end?.kind === 'end' && after.position > end.position
}
