import { Forbidden, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, isId, Uuid } from '@lingzhi/contracts/ids'
import { problem, problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Nullable, storable } from '@lingzhi/contracts/shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope, requireUser } from '@lingzhi/identity/identify'
import { isAdmin } from '@lingzhi/identity/principal'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { ConversationNotFound } from '../access.ts'
import { ownConversation } from '../conversations/ownership.ts'
import type { Deps } from '../deps.ts'
import { takeTurn } from '../take-turn.ts'
import { inEffectMax, ScenarioNotUsable, unknownScenario } from './choose-scenario.ts'
import type { UserChoices } from './scenarios.queries.ts'
import { readChoices, saveSessionChoices, saveUserChoices, usableAmong } from './scenarios.queries.ts'

const Prompt = Type.String({ maxLength: 8_000, pattern: storable })

const UserConfig = Type.Object(
  {
    scenario_ids: Type.Array(Uuid, {
      maxItems: 100,
      uniqueItems: true,
      description: 'The only scenarios that are chosen among; empty: all.',
    }),
    user_custom_prompt: Type.String({
      ...Prompt,
      description: 'Rules of one’s own for every answer; of them at most 1,000 tokens are sent.',
    }),
    pinned: Nullable(Uuid, { description: 'A scenario for every question; null: one is chosen.' }),
    auto_match: Type.Boolean({ description: 'Whether a scenario is chosen by what a question says.' }),
  },
  { title: 'UserScenarioConfig' },
)

const SessionConfig = Type.Object(
  {
    scenario_ids: Type.Array(Uuid, {
      maxItems: inEffectMax,
      uniqueItems: true,
      description: 'In effect for this conversation; empty: one is chosen for each question.',
    }),
    session_custom_prompt: Type.String({
      ...Prompt,
      description: 'Rules for this conversation; of them at most 1,000 tokens are sent.',
    }),
  },
  { title: 'SessionScenarioConfig' },
)

export const UserNotReadable = problem('PERSON_NOT_FOUND', 404, {
  zh: '没有这个用户',
  en: 'No such user.',
  check: 'The user’s id; `me` stands for one’s own.',
})

/** The user that a path names: oneself, also as `me`, or for signed-in administrators anybody. Raises FORBIDDEN. */
export function userOf(request: FastifyRequest, id: string): string {
  const principal = principalOf(request)
  const { userId } = principal
  if (id === 'me' || id === userId) return userId
  if (!isAdmin(principal)) throw Forbidden()
  if (!isId(id)) throw UserNotReadable()
  return id
}

const none: UserChoices = { scenario_ids: [], custom_prompt: '', pinned: null, auto_match: true }

const toUserConfig = ({ custom_prompt, scenario_ids, pinned, auto_match }: UserChoices) => ({
  scenario_ids,
  user_custom_prompt: custom_prompt,
  pinned,
  auto_match,
})

/** What a person, and a conversation, set for the choice of scenarios. */
export function configureScenarios(app: App, { db, now }: Pick<Deps, 'db' | 'now'>) {
  const tags = ['scenarios']
  const userPath = '/api/v1/platform/users/:id/scenario-config'
  const sessionPath = '/api/v1/platform/sessions/:id/scenario-config'
  const ofUser = problems(
    ...[...userProblems, ValidationFailed, Forbidden, UserNotReadable, ScenarioNotUsable],
  )
  const ofSession = problems(...userProblems, ValidationFailed, ConversationNotFound, ScenarioNotUsable)

  app.get(
    userPath,
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'Show a user’s choice of scenarios',
        params: Type.Object({ id: Type.String() }),
        response: { 200: success(UserConfig), ...ofUser },
      },
    },
    async (request) => {
      const { user } = await readChoices(db, userOf(request, request.params.id), undefined)
      return { success: true as const, data: toUserConfig(user ?? none) }
    },
  )

  app.put(
    userPath,
    {
      onRequest: requireScope('chat'),
      schema: {
        tags,
        summary: 'Set a user’s choice of scenarios',
        description: 'Members left out keep their values.',
        params: Type.Object({ id: Type.String() }),
        body: Type.Partial(UserConfig, { title: 'UserScenarioConfigChange' }),
        response: { 200: success(UserConfig), ...ofUser },
      },
    },
    async (request) => {
      const userId = userOf(request, request.params.id)
      const { user_custom_prompt, ...body } = request.body
      if (body.scenario_ids) await assertUsable(body.scenario_ids, userId, 'scenario_ids')
      if (body.pinned) await assertUsable([body.pinned], userId, 'pinned')
      const choices = await transact(db, async (trx) => {
        await takeTurn(trx, userId)
        const before = (await readChoices(trx, userId, undefined)).user ?? none
        const after = {
          ...before,
          ...Object.fromEntries(
            Object.entries(body).filter(([name, value]) => value !== undefined && Object.hasOwn(none, name)),
          ),
          ...(user_custom_prompt !== undefined && { custom_prompt: user_custom_prompt }),
        }
        await saveUserChoices(trx, userId, after, now())
        return after
      })
      return { success: true as const, data: toUserConfig(choices) }
    },
  )

  app.get(
    sessionPath,
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'Show a conversation’s scenarios',
        params: IdParams,
        response: { 200: success(SessionConfig), ...ofSession },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { id } = await ownConversation(db, request.params.id, principal)
      const { session } = await readChoices(db, principal.userId, id)
      return {
        success: true as const,
        data: {
          scenario_ids: session?.scenario_ids ?? [],
          session_custom_prompt: session?.custom_prompt ?? '',
        },
      }
    },
  )

  app.put(
    sessionPath,
    {
      onRequest: requireScope('chat'),
      schema: {
        tags,
        summary: 'Set a conversation’s scenarios',
        description: 'Members left out keep their values.',
        params: IdParams,
        body: Type.Partial(SessionConfig, { title: 'SessionScenarioConfigChange' }),
        response: { 200: success(SessionConfig), ...ofSession },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { id } = await ownConversation(db, request.params.id, principal)
      const { scenario_ids, session_custom_prompt } = request.body
      if (scenario_ids) await assertUsable(scenario_ids, principal.userId, 'scenario_ids')
      const choices = await transact(db, async (trx) => {
        await takeTurn(trx, id)
        const { session } = await readChoices(trx, principal.userId, id)
        const after = {
          scenario_ids: scenario_ids ?? session?.scenario_ids ?? [],
          custom_prompt: session_custom_prompt ?? session?.custom_prompt ?? '',
        }
        await saveSessionChoices(trx, id, after, now())
        return after
      })
      return {
        success: true as const,
        data: { scenario_ids: choices.scenario_ids, session_custom_prompt: choices.custom_prompt },
      }
    },
  )

  /** Raises SCENARIO_NOT_USABLE for a scenario that this person may not use. */
  async function assertUsable(ids: readonly string[], userId: string, path: string): Promise<void> {
    const usable = await usableAmong(db, ids, userId)
    if (ids.some((id) => !usable.some((one) => one.id === id))) throw unknownScenario(path)
  }
}
