import { sendRequest } from '@lingzhi/bus/request'
import { GiveFeedback } from '@lingzhi/contracts/chat-replies'
import { ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { isId } from '@lingzhi/contracts/ids'
import { isBlank } from '@lingzhi/contracts/invisible'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Maybe, withoutNul } from '@lingzhi/contracts/shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { findAnswer } from '../answers/answers.queries.ts'
import { AnswerView, viewAnswer } from '../answers/tutor-views.ts'
import type { Deps } from '../deps.ts'
import { rateEvent } from '../events/record-events.ts'
import { NotAnswered, QuestionNotFound } from '../problems.ts'
import { findOwnQuestion } from '../questions.queries.ts'

const likedFrom = 4
const dislikedTo = 2

/** Rates an answer. Chat gets it as a like or a dislike first: preferences are learned there; a 3 is no opinion. */
export function rateAnswer(app: App, { db, bus, now }: Pick<Deps, 'db' | 'bus' | 'now'>) {
  app.post(
    '/api/v1/learning/feedback',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['learning'],
        summary: 'Rate an answer of the tutor, 1 to 5',
        description:
          'A new rating replaces the one before. 4 and 5 count as a like of the message, 1 and 2 as a dislike.',
        body: Type.Object(
          {
            question_id: Type.String({ maxLength: 100 }),
            rating: Type.Integer({ minimum: 1, maximum: 5 }),
            feedback: Maybe(Type.String({ maxLength: 1_000 })),
            is_helpful: Maybe(Type.Boolean()),
          },
          { title: 'TutorRating' },
        ),
        response: {
          200: success(AnswerView),
          ...problems(ValidationFailed, ...userProblems, QuestionNotFound, NotAnswered, ServiceUnavailable),
        },
      },
    },
    async (request) => {
      const { question_id, rating, feedback, is_helpful } = request.body
      const { userId } = principalOf(request)
      const question = isId(question_id) ? await findOwnQuestion(db, question_id, userId) : undefined
      if (!question) throw QuestionNotFound()
      const answer = await findAnswer(db, question.id)
      if (!answer) throw NotAnswered({ extra: { question_status: question.status } })
      const text = withoutNul(feedback ?? '').trim()
      const comment = isBlank(text) ? null : text
      if (rating >= likedFrom || rating <= dislikedTo)
        await sendRequest(bus, GiveFeedback, {
          message_id: answer.message_id,
          user_id: userId,
          type: rating >= likedFrom ? 'like' : 'dislike',
          comment,
        })
      const rated = { rating, feedback_text: comment, is_helpful: is_helpful ?? null, updated_at: now() }
      await transact(db, async (trx) => {
        await trx.updateTable('answers').set(rated).where('question_id', '=', question.id).execute()
        await rateEvent(trx, userId, question.id, rating)
      })
      return {
        success: true as const,
        message: inLanguageOf(request, { zh: '反馈提交成功', en: 'Thank you for your feedback.' }),
        data: viewAnswer(question, { ...answer, ...rated }),
      }
    },
  )
}
