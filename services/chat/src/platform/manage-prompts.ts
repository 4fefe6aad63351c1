import { TooManyRequests, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, instant, isId, Uuid } from '@lingzhi/contracts/ids'
import { problem, problems } from '@lingzhi/contracts/problem'
import { Done, NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { Nullable, storable, storableNotBlank } from '@lingzhi/contracts/shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { adminProblems, userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireAdmin, requireUser } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { viewerOf } from '../scenarios/manage-scenarios.ts'
import { takeTurn } from '../take-turn.ts'
import type { SystemPromptRow } from './platform.queries.ts'
import {
  countPrompts,
  findPrompt,
  insertPrompt,
  listPrompts,
  removePrompt,
  updatePrompt,
} from './platform.queries.ts'

export const PromptNotFound = problem('SYSTEM_PROMPT_NOT_FOUND', 404, {
  zh: '没有这个系统提示词',
  en: 'No such system prompt.',
  check: 'The prompt’s id: it must be published, or the caller an administrator.',
})
export const PromptNameTaken = problem('SYSTEM_PROMPT_NAME_TAKEN', 409, {
  zh: '已有同名的系统提示词',
  en: 'There is a system prompt of this name already.',
  check: 'Nothing: names are unique.',
})

const promptsMax = 1_000

const texts = {
  name: Type.String({ minLength: 1, maxLength: 100, pattern: storableNotBlank }),
  content: Type.String({ minLength: 1, maxLength: 20_000, pattern: storableNotBlank }),
  description: Type.String({ maxLength: 1_000, pattern: storable }),
  category: Type.String({ maxLength: 50, pattern: storable }),
  is_public: Type.Boolean({ description: 'Whether people see it and may use it for themselves.' }),
}
const Prompt = Type.Object(
  { id: Uuid, ...texts, created_by: Nullable(Uuid), created_at: instant, updated_at: instant },
  { title: 'SystemPrompt' },
)
const Change = Type.Partial(Type.Object(texts), { title: 'SystemPromptChange' })
const New = Type.Object(
  { ...Change.properties, name: texts.name, content: texts.content },
  { title: 'NewSystemPrompt' },
)
const Position = Type.Object({ id: Uuid })
const fresh = { description: '', category: 'general', is_public: false }
const base = '/api/v1/platform/system-prompts'

const toPrompt = (row: SystemPromptRow) => ({
  ...row,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
})

/** Prompts that administrators keep, and that people may answer with; see configureUser. */
export function managePrompts(app: App, { db, now }: Pick<Deps, 'db' | 'now'>) {
  const tags = ['scenarios']
  const One = success(Prompt)

  app.get(
    base,
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'List the system prompts that you may see',
        querystring: Type.Object({
          ...pageQuery,
          limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
          category: Type.Optional(texts.category),
        }),
        response: {
          200: success(Type.Object({ system_prompts: Type.Array(Prompt), next_cursor: NextCursor })),
          ...problems(...userProblems, ValidationFailed, BadCursor),
        },
      },
    },
    async (request) => {
      const { limit, cursor, category } = request.query
      const after = decodeCursor(Position, cursor)?.id
      const rows = await listPrompts(db, {
        all: viewerOf(request).isAdmin,
        limit,
        ...(category !== undefined && { category }),
        ...(after !== undefined && { after }),
      })
      const { page, next_cursor } = toPage(rows, limit, ({ id }) => ({ id }))
      return { success: true as const, data: { system_prompts: page.map(toPrompt), next_cursor } }
    },
  )

  app.get(
    `${base}/:id`,
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'Show a system prompt',
        params: IdParams,
        response: { 200: One, ...problems(...userProblems, ValidationFailed, PromptNotFound) },
      },
    },
    async (request) => {
      const row = await seenPrompt(request.params.id)
      if (!row.is_public && !viewerOf(request).isAdmin) throw PromptNotFound()
      return { success: true as const, data: toPrompt(row) }
    },
  )

  app.post(
    base,
    {
      onRequest: requireAdmin,
      schema: {
        tags,
        summary: 'Create a system prompt',
        description: 'Administrators only.',
        body: New,
        response: {
          201: One,
          ...problems(...adminProblems, ValidationFailed, PromptNameTaken, TooManyRequests),
        },
      },
    },
    async (request, response) => {
      const { name, content, description, category, is_public } = { ...fresh, ...request.body }
      const by = { userId: principalOf(request).userId, at: now() }
      const row = await transact(db, async (trx) => {
        await takeTurn(trx, 'system prompts')
        if ((await countPrompts(trx)) >= promptsMax) throw TooManyRequests()
        return insertPrompt(trx, { name, content, description, category, is_public }, by)
      })
      if (!row) throw PromptNameTaken()
      response.code(201)
      return { success: true as const, data: toPrompt(row) }
    },
  )

  app.put(
    `${base}/:id`,
    {
      onRequest: requireAdmin,
      schema: {
        tags,
        summary: 'Change a system prompt',
        description: 'Administrators only. Members left out keep their values.',
        params: IdParams,
        body: Change,
        response: {
          200: One,
          ...problems(...adminProblems, ValidationFailed, PromptNotFound, PromptNameTaken),
        },
      },
    },
    async (request) => {
      const before = await seenPrompt(request.params.id)
      const { name, content, description, category, is_public } = { ...before, ...request.body }
      const row = await updatePrompt(
        db,
        before.id,
        { name, content, description, category, is_public },
        now(),
      )
      if (!row) throw PromptNameTaken()
      return { success: true as const, data: toPrompt(row) }
    },
  )

  app.delete(
    `${base}/:id`,
    {
      onRequest: requireAdmin,
      schema: {
        tags,
        summary: 'Delete a system prompt',
        description: 'Administrators only. Whoever used it answers without it from now on.',
        params: IdParams,
        response: { 200: Done, ...problems(...adminProblems, PromptNotFound) },
      },
    },
    async (request) => {
      const { id } = request.params
      if (!isId(id) || !(await removePrompt(db, id))) throw PromptNotFound()
      return { success: true as const, message: inLanguageOf(request, { zh: '已删除', en: 'Deleted.' }) }
    },
  )

  /** Raises SYSTEM_PROMPT_NOT_FOUND. */
  async function seenPrompt(id: string): Promise<SystemPromptRow> {
    const row = isId(id) ? await findPrompt(db, id) : undefined
    if (!row) throw PromptNotFound()
    return row
  }
}
