import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Maybe, storableNotBlank } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { ConversationNotFound } from '../access.ts'
import { ownConversation } from '../conversations/ownership.ts'
import type { ChoosingDeps } from './choose-scenario.ts'
import { chooseScenario } from './choose-scenario.ts'
import { ScenarioMatch } from './match-shape.ts'

/** Tries the choice of a scenario, without asking the question. */
export function matchQuestion(app: App, deps: ChoosingDeps) {
  app.post(
    '/api/v1/platform/scenarios/match',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['scenarios'],
        summary: 'Try which scenario a question would get, and why',
        body: Type.Object(
          {
            query: Type.String({ minLength: 1, maxLength: 200_000, pattern: storableNotBlank }),
            conversation_id: Maybe(Uuid),
          },
          { title: 'ScenarioQuery' },
        ),
        response: {
          200: success(ScenarioMatch),
          ...problems(...userProblems, ValidationFailed, ConversationNotFound),
        },
      },
    },
    async (request) => {
      const { query, conversation_id } = request.body
      const principal = principalOf(request)
      if (conversation_id) await ownConversation(deps.db, conversation_id, principal)
      const { match } = await chooseScenario(deps, {
        userId: principal.userId,
        conversationId: conversation_id ?? undefined,
        question: query,
      })
      return { success: true as const, data: match }
    },
  )
}
