import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, instant, Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireUser } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { ConversationNotFound } from '../access.ts'
import { ownConversation } from '../conversations/ownership.ts'
import type { Deps } from '../deps.ts'
import { FeedbackType } from '../feedback/give-feedback.ts'
import { correctionsIn } from './preferences.queries.ts'

/** What the ratings in one conversation say. */
export function sessionPreferences(app: App, { db }: Pick<Deps, 'db'>) {
  const tags = ['preferences']
  const reading = { onRequest: requireUser }

  app.get(
    '/api/v1/platform/sessions/:id/preferences',
    {
      ...reading,
      schema: {
        tags,
        summary: 'Show what a conversation’s feedback says for the rest of it',
        params: IdParams,
        response: {
          200: success(
            Type.Object(
              {
                corrections: Type.Array(Type.String(), { description: 'What the user said was wrong.' }),
                feedback_stats: Type.Record(Type.String(), Type.Integer()),
                recent_feedback: Type.Array(
                  Type.Object(
                    {
                      message_id: Uuid,
                      type: FeedbackType,
                      comment: Nullable(Type.String()),
                      updated_at: instant,
                    },
                    { title: 'RecentFeedback' },
                  ),
                ),
              },
              { title: 'SessionPreferences' },
            ),
          ),
          ...problems(...userProblems, ValidationFailed, ConversationNotFound),
        },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { id } = await ownConversation(db, request.params.id, principal)
      const rows = await correctionsIn(db, id, principal.userId)
      const feedback_stats: Record<string, number> = { total: rows.length }
      for (const { type } of rows) feedback_stats[type] = (feedback_stats[type] ?? 0) + 1
      return {
        success: true as const,
        data: {
          corrections: rows.flatMap(({ type, comment }) => (type === 'correct' && comment ? [comment] : [])),
          feedback_stats,
          recent_feedback: rows.slice(0, 10).map(({ updated_at, type, ...row }) => ({
            ...row,
            type: type as 'like' | 'dislike' | 'correct',
            updated_at: updated_at.toISOString(),
          })),
        },
      }
    },
  )
}
