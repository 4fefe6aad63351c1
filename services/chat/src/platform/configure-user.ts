import { Forbidden, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { Done, success } from '@lingzhi/contracts/reply-shapes'
import { Nullable, storable, storableNotBlank } from '@lingzhi/contracts/shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope, requireUser } from '@lingzhi/identity/identify'
import { isAdmin } from '@lingzhi/identity/principal'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { UserNotReadable, userOf } from '../scenarios/configure-scenarios.ts'
import { takeTurn } from '../take-turn.ts'
import { PromptNotFound } from './manage-prompts.ts'
import type { UserConfigRow } from './platform.queries.ts'
import { findPrompt, findUserConfig, removeUserConfig, saveUserConfig } from './platform.queries.ts'

const UserConfig = Type.Object(
  {
    default_system_prompt: Type.String({
      maxLength: 8_000,
      pattern: storable,
      description:
        'What every answer is to be made with, before one’s custom rules; of it at most 1,000 tokens are sent.',
    }),
    system_prompt_id: Nullable(Uuid, {
      description: 'One of the published system prompts, before one’s own.',
    }),
    default_model: Nullable(Type.String({ minLength: 1, maxLength: 200, pattern: storableNotBlank }), {
      description: 'In place of the agents’ models, where a provider serves it. Set by administrators.',
    }),
    default_allowed_tools: Nullable(
      Type.Array(Type.String({ minLength: 1, maxLength: 100, pattern: storableNotBlank }), {
        maxItems: 100,
        uniqueItems: true,
      }),
      { description: 'The only tools that one’s answers may use; null: those that are allowed anyway.' },
    ),
    max_turns: Nullable(Type.Integer({ minimum: 1, maximum: 8 }), {
      description: 'How often one answer may call tools; null: as often as it is allowed anyway.',
    }),
  },
  { title: 'UserConfig' },
)
const path = '/api/v1/platform/users/:id/config'
const params = Type.Object({ id: Type.String() })

const none: Omit<UserConfigRow, 'user_id' | 'updated_at'> = {
  system_prompt: '',
  system_prompt_id: null,
  model: null,
  allowed_tools: null,
  max_turns: null,
}

const toConfig = (row: typeof none): Static<typeof UserConfig> => ({
  default_system_prompt: row.system_prompt,
  system_prompt_id: row.system_prompt_id,
  default_model: row.model,
  default_allowed_tools: row.allowed_tools,
  max_turns: row.max_turns,
})

/** What a person's answers are made with, whichever agent gives them. */
export function configureUser(app: App, { db, now }: Pick<Deps, 'db' | 'now'>) {
  const tags = ['scenarios']
  const responses = problems(...userProblems, ValidationFailed, Forbidden, UserNotReadable)

  app.get(
    path,
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'Show what a user’s answers are made with',
        params,
        response: { 200: success(UserConfig), ...responses },
      },
    },
    async (request) => {
      const row = await findUserConfig(db, userOf(request, request.params.id))
      return { success: true as const, data: toConfig(row ?? none) }
    },
  )

  app.put(
    path,
    {
      onRequest: requireScope('chat'),
      schema: {
        tags,
        summary: 'Set what a user’s answers are made with',
        description: 'Members left out keep their values.',
        params,
        body: Type.Partial(UserConfig, { title: 'UserConfigChange' }),
        response: { 200: success(UserConfig), ...responses, ...problems(PromptNotFound) },
      },
    },
    async (request) => {
      const userId = userOf(request, request.params.id)
      const row = await transact(db, async (trx) => {
        await takeTurn(trx, userId)
        const before = toConfig((await findUserConfig(trx, userId)) ?? none)
        const wanted = { ...before, ...request.body }
        if (wanted.default_model !== before.default_model && !isAdmin(principalOf(request)))
          throw onlyAdmins()
        const { system_prompt_id } = wanted
        if (system_prompt_id && system_prompt_id !== before.system_prompt_id) {
          const prompt = await findPrompt(trx, system_prompt_id)
          if (!prompt?.is_public) throw PromptNotFound()
        }
        const after = {
          system_prompt: wanted.default_system_prompt,
          system_prompt_id,
          model: wanted.default_model,
          allowed_tools: wanted.default_allowed_tools,
          max_turns: wanted.max_turns,
        }
        await saveUserConfig(trx, userId, after, now())
        return after
      })
      return { success: true as const, data: toConfig(row) }
    },
  )

  app.delete(
    path,
    {
      onRequest: requireScope('chat'),
      schema: {
        tags,
        summary: 'Take back what a user’s answers are made with',
        params,
        response: { 200: Done, ...responses },
      },
    },
    async (request) => {
      await removeUserConfig(db, userOf(request, request.params.id))
      return {
        success: true as const,
        message: inLanguageOf(request, { zh: '已恢复默认', en: 'Taken back.' }),
      }
    },
  )
}

const onlyAdmins = () =>
  Forbidden({
    detail: { zh: '只有管理员可以设置 default_model', en: 'Only admin can set default_model field' },
  })
