import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, isId, newId, Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, success } from '@lingzhi/contracts/reply-shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { countedPage, pagedQuery, pageMembers, spanOf } from '../paging.ts'
import { spaceProblems } from '../space.ts'
import { HomeworkFull, TemplateNotFound } from './problems.ts'
import {
  instantOf,
  NewTemplate,
  readItems,
  TemplateChange,
  TemplateView,
  totalOf,
  viewTemplate,
  visible,
} from './template-shape.ts'
import {
  countTemplates,
  findTemplate,
  insertTemplate,
  itemsOfTemplate,
  itemsOfTemplates,
  listTemplates,
  lockTemplate,
  submissionsOfTemplates,
  updateTemplate,
} from './templates.queries.ts'

export const homeworkPath = '/api/v1/homework'
export const homeworkTags = ['homework']
export const reading = { onRequest: requireScope('read', 'chat') }
export const writing = { onRequest: requireScope('chat') }

const path = `${homeworkPath}/templates`
const templatesMax = 500
/** Sixty items with all that may be said of each, every character escaped. */
const bodyMaxBytes = 2_097_152
const One = success(TemplateView)

/** Homework that is set: items with keys and criteria, which only its owner sees. */
export function manageTemplates(app: App, { db, now, space }: Pick<Deps, 'db' | 'now' | 'space'>) {
  const tags = homeworkTags

  app.post(
    path,
    {
      ...writing,
      bodyLimit: bodyMaxBytes,
      schema: {
        tags,
        summary: 'Set homework: items with keys and criteria',
        description:
          'With `shared`, whoever is told its id may see its questions and submit to it; keys stay yours.',
        body: NewTemplate,
        response: {
          201: One,
          ...problems(...userProblems, ValidationFailed, HomeworkFull, ...spaceProblems),
        },
      },
    },
    async (request, reply) => {
      const { body } = request
      const reader = principalOf(request)
      const title = body.title ?? body.name
      if (title === undefined)
        throw ValidationFailed({ errors: [{ path: 'title', message: { zh: '必填', en: 'is required' } }] })
      const items = readItems(body.items)
      const at = now()
      const template = await space.within(reader.userId, async (trx) => {
        if ((await countTemplates(trx, reader.userId)) >= templatesMax) throw HomeworkFull()
        const row = {
          ...{ id: newId(), user_id: reader.userId, title: title.trim(), subject: body.subject },
          ...{ description: visible(body.description), grade_level: body.grade_level ?? null },
          due_at: instantOf(body.due_at),
          ...{ shared: body.shared ?? false, allow_again: body.allow_again ?? false },
          ...{ max_score: totalOf(items), created_at: at, updated_at: at },
        }
        return insertTemplate(trx, row, items)
      })
      const data = viewTemplate(template, items, { reader, submissions: 0 })
      return reply.code(201).send({ success: true, data })
    },
  )

  app.get(
    path,
    {
      ...reading,
      schema: {
        tags,
        summary: 'List the homework that you set, newest first',
        querystring: Type.Object(pagedQuery),
        response: {
          200: success(
            Type.Object({ items: Type.Array(TemplateView), next_cursor: NextCursor, ...pageMembers }),
          ),
          ...problems(...userProblems, ValidationFailed, BadCursor),
        },
      },
    },
    async (request) => {
      const reader = principalOf(request)
      const { limit, offset } = spanOf(request.query)
      const before = decodeCursor(Uuid, request.query.cursor)
      const rows = await listTemplates(db, reader.userId, { limit, before, offset })
      const { page, next_cursor } = toPage(rows, limit, ({ id }) => id)
      const ids = page.map(({ id }) => id)
      const [items, counts] = await Promise.all([itemsOfTemplates(db, ids), submissionsOfTemplates(db, ids)])
      const counted = await countedPage({ page: request.query.page, limit }, () =>
        countTemplates(db, reader.userId),
      )
      const shown = page.map((row) =>
        viewTemplate(row, items.get(row.id) ?? [], { reader, submissions: counts.get(row.id) ?? 0 }),
      )
      return { success: true as const, data: { items: shown, next_cursor, ...counted } }
    },
  )

  app.get(
    `${path}/:id`,
    {
      ...reading,
      schema: {
        tags,
        summary: 'Show homework that was set',
        description: 'Your own, or a shared one: of that, keys and criteria are null.',
        params: IdParams,
        response: { 200: One, ...problems(...userProblems, TemplateNotFound) },
      },
    },
    async (request) => {
      const reader = principalOf(request)
      const { id } = request.params
      const template = isId(id) ? await findTemplate(db, id, reader) : undefined
      if (!template) throw TemplateNotFound()
      const items = await itemsOfTemplate(db, template)
      const counts = await submissionsOfTemplates(db, [template.id])
      const data = viewTemplate(template, items, { reader, submissions: counts.get(template.id) ?? 0 })
      return { success: true as const, data }
    },
  )

  app.put(
    `${path}/:id`,
    {
      ...writing,
      bodyLimit: bodyMaxBytes,
      schema: {
        tags,
        summary: 'Change homework that you set',
        description:
          'Members left out keep their values. Other items are another version: what was submitted before is graded by it when that is asked for.',
        params: IdParams,
        body: TemplateChange,
        response: {
          200: One,
          ...problems(...userProblems, ValidationFailed, TemplateNotFound, ...spaceProblems),
        },
      },
    },
    async (request) => {
      const { params, body } = request
      const reader = principalOf(request)
      const items = body.items && readItems(body.items)
      const template = await space.within(reader.userId, async (trx) => {
        const before = isId(params.id) ? await lockTemplate(trx, params.id, reader.userId) : undefined
        if (!before) throw TemplateNotFound()
        const { title, subject, description, grade_level, due_at, shared, allow_again } = body
        const change = {
          ...(title !== undefined && { title: title.trim() }),
          ...(subject !== undefined && { subject }),
          ...(description !== undefined && { description: visible(description) }),
          ...(grade_level !== undefined && { grade_level }),
          ...(due_at !== undefined && { due_at: instantOf(due_at) }),
          ...(shared !== undefined && { shared }),
          ...(allow_again !== undefined && { allow_again }),
          ...(items && { max_score: totalOf(items) }),
          updated_at: now(),
        }
        return updateTemplate(trx, before, change, items)
      })
      const shown = items ?? (await itemsOfTemplate(db, template))
      const counts = await submissionsOfTemplates(db, [template.id])
      const data = viewTemplate(template, shown, { reader, submissions: counts.get(template.id) ?? 0 })
      return { success: true as const, data }
    },
  )
}
