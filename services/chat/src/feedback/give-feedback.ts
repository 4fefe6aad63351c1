import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, instant, isId, Uuid } from '@lingzhi/contracts/ids'
import { isBlank } from '@lingzhi/contracts/invisible'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Maybe, Nullable, withoutNul } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { MessageNotFound } from '../conversations/problems.ts'
import type { Deps } from '../deps.ts'
import { findOwnAnswer, storeFeedback } from './feedback.queries.ts'

export const FeedbackType = Type.Enum(['like', 'dislike', 'correct'])

/** A user's opinion of one answer; other answers to the same question have feedback of their own. */
export function giveFeedback(app: App, { db, outbox, now }: Pick<Deps, 'db' | 'outbox' | 'now'>) {
  app.post(
    '/api/messages/:id/feedback',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['feedback'],
        summary: 'Like, dislike or correct an answer',
        description: 'One per answer: new feedback replaces the earlier one.',
        params: IdParams,
        body: Type.Object(
          {
            type: FeedbackType,
            comment: Maybe(Type.String({ maxLength: 4_000 })),
          },
          { title: 'NewFeedback' },
        ),
        response: {
          200: success(
            Type.Object(
              {
                message_id: Uuid,
                conversation_id: Uuid,
                type: FeedbackType,
                comment: Nullable(Type.String()),
                created_at: instant,
                updated_at: instant,
              },
              { title: 'Feedback' },
            ),
          ),
          ...problems(ValidationFailed, ...userProblems, MessageNotFound),
        },
      },
    },
    async (request) => {
      const { userId } = principalOf(request)
      const { type, comment } = request.body
      const { id } = request.params
      const answer = isId(id) ? await findOwnAnswer(db, id, userId) : undefined
      if (!answer) throw MessageNotFound()
      const saved = await storeFeedback(db, {
        messageId: answer.id,
        userId,
        type,
        comment: isBlank(comment ?? '') ? null : withoutNul(comment ?? '').trim(),
        at: now(),
      })
      outbox.wake()
      const { message_id, created_at, updated_at } = saved
      return {
        success: true as const,
        message: inLanguageOf(request, { zh: '感谢你的反馈', en: 'Thank you for your feedback.' }),
        data: {
          message_id,
          conversation_id: answer.conversation_id,
          type: saved.type,
          comment: saved.comment,
          created_at: created_at.toISOString(),
          updated_at: updated_at.toISOString(),
        },
      }
    },
  )
}
