import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { isId, newId, Uuid } from '@lingzhi/contracts/ids'
import { isBlank } from '@lingzhi/contracts/invisible'
import { problems } from '@lingzhi/contracts/problem'
import { Maybe, withoutNul } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { MessageNotFound } from '../conversations/problems.ts'
import type { Deps } from '../deps.ts'
import { findAnswerOf, findOwnAnswer, recordImplicit, storeFeedback } from './feedback.queries.ts'

const Text = Maybe(Type.String({ maxLength: 4_000 }))
const explicit = ['like', 'dislike', 'correct'] as const
const implicit = ['regenerate', 'implicit_retry', 'implicit_modify'] as const

const Given = Type.Object(
  { success: Type.Literal(true), feedback_id: Uuid, message: Type.String() },
  { title: 'PlatformFeedbackGiven' },
)
const given = { zh: '反馈已提交', en: 'The feedback was sent.' }

/** Feedback in the shape of the platform that this one replaces: the same rows, whichever door they came by. */
export function platformFeedback(app: App, { db, outbox, now }: Pick<Deps, 'db' | 'outbox' | 'now'>) {
  app.post(
    '/api/v1/feedback',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['feedback'],
        summary: 'Give feedback on an answer, in an older shape',
        description:
          'The same as POST /api/messages/{id}/feedback. An answer is named by its own id, or by that of its reply as `conversation_turn_id`.',
        body: Type.Object(
          {
            message_id: Maybe(Type.String({ maxLength: 64 })),
            conversation_turn_id: Maybe(Type.String({ maxLength: 64 })),
            feedback_type: Maybe(Type.Enum([...explicit, ...implicit])),
            feedback_data: Maybe(
              Type.Object({ reason: Text, correct_text: Text }, { title: 'PlatformFeedbackData' }),
            ),
          },
          { title: 'PlatformFeedback' },
        ),
        response: { 200: Given, ...problems(ValidationFailed, ...userProblems, MessageNotFound) },
      },
    },
    async (request) => {
      const { userId } = principalOf(request)
      const { message_id, conversation_turn_id, feedback_type, feedback_data } = request.body
      const type = feedback_type ?? 'like'
      const answer = message_id
        ? isId(message_id) && (await findOwnAnswer(db, message_id, userId))
        : isId(conversation_turn_id ?? '') && (await findAnswerOf(db, conversation_turn_id!, userId))
      if (!answer) throw MessageNotFound()
      const kind = explicit.find((one) => one === type)
      if (kind) {
        const { reason, correct_text } = feedback_data ?? {}
        const comment = [reason, correct_text].filter((text) => !isBlank(text ?? '')).join('\n')
        const said = withoutNul(comment).trim()
        await storeFeedback(db, {
          messageId: answer.id,
          userId,
          type: kind,
          comment: said || null,
          at: now(),
        })
        outbox.wake()
      } else {
        const noted = implicit.find((one) => one === type)!
        await recordImplicit(db, { id: newId(), userId, messageId: answer.id, type: noted, at: now() })
      }
      return { success: true as const, feedback_id: answer.id, message: inLanguageOf(request, given) }
    },
  )

  app.post(
    '/api/v1/feedback/implicit',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['feedback'],
        summary: 'Tell what a user did with an answer',
        description:
          'Counted apart, and never shown as the user’s word. Prompts that older front ends send along are not kept.',
        body: Type.Object(
          {
            implicit_type: Type.Enum(['retry', 'modify', 'regenerate']),
            message_id: Maybe(Type.String({ maxLength: 64 })),
          },
          { title: 'ImplicitFeedback' },
        ),
        response: { 200: Given, ...problems(ValidationFailed, ...userProblems, MessageNotFound) },
      },
    },
    async (request) => {
      const { userId } = principalOf(request)
      const { implicit_type, message_id } = request.body
      const answer = message_id && isId(message_id) ? await findOwnAnswer(db, message_id, userId) : undefined
      if (message_id && !answer) throw MessageNotFound()
      const type = implicit_type === 'regenerate' ? 'regenerate' : (`implicit_${implicit_type}` as const)
      const id = newId()
      await recordImplicit(db, { id, userId, messageId: answer?.id ?? null, type, at: now() })
      return { success: true as const, feedback_id: id, message: inLanguageOf(request, given) }
    },
  )
}
