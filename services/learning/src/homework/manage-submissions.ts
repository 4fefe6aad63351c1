import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, isId, Uuid } from '@lingzhi/contracts/ids'
import { Subject } from '@lingzhi/contracts/learning'
import { problems } from '@lingzhi/contracts/problem'
import { Done, NextCursor, success } from '@lingzhi/contracts/reply-shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf, languageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf } from '@lingzhi/identity/identify'
import type { Principal } from '@lingzhi/identity/principal'
import { isAdmin } from '@lingzhi/identity/principal'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { countedPage, pagedQuery, pageMembers, spanOf } from '../paging.ts'
import { spaceProblems } from '../space.ts'
import { openOwn, openSubmission } from './access.ts'
import { homeworkPath, reading, homeworkTags as tags, writing } from './manage-templates.ts'
import { HomeworkNotFound, TemplateNotFound } from './problems.ts'
import { SubmissionChange, SubmissionDetail, SubmissionView, submissionStates } from './submission-shape.ts'
import { viewDetail, viewSubmission } from './submission-views.ts'
import {
  countSubmissions,
  deleteSubmissions,
  itemsOf,
  listSubmissions,
  pagesOf,
  updateSubmission,
} from './submissions.queries.ts'
import { findTemplate } from './templates.queries.ts'

/** Where a submission is, and where the replaced system had it, too: left out of the document. */
const doors = [
  { base: `${homeworkPath}/submissions`, hide: false },
  { base: homeworkPath, hide: true },
] as const

const ListQuery = Type.Object({
  ...pagedQuery,
  status: Type.Optional(Type.Enum(submissionStates)),
  subject: Type.Optional(Subject),
  template_id: Type.Optional(
    Type.String({ format: 'uuid', description: 'Homework that you set: what everybody handed in for it.' }),
  ),
})
const List = success(
  Type.Object({ items: Type.Array(SubmissionView), next_cursor: NextCursor, ...pageMembers }),
)

/** Submissions: listed, shown, described, removed. */
export function manageSubmissions(app: App, deps: Pick<Deps, 'db' | 'now' | 'outbox' | 'space'>) {
  const { db, now, outbox, space } = deps
  const found = [...userProblems, HomeworkNotFound]

  for (const { path, hide } of [
    { path: `${homeworkPath}/submissions`, hide: false },
    { path: `${homeworkPath}/submissions/list`, hide: true },
    { path: `${homeworkPath}/list`, hide: true },
  ])
    app.get(
      path,
      {
        ...reading,
        schema: {
          hide,
          tags,
          summary: 'List the homework that you handed in, newest first',
          description: 'With the `template_id` of homework that you set: what everybody handed in for it.',
          querystring: ListQuery,
          response: {
            200: List,
            ...problems(...userProblems, ValidationFailed, BadCursor, TemplateNotFound),
          },
        },
      },
      async (request) => {
        const { query } = request
        const reader = principalOf(request)
        const { limit, offset } = spanOf(query)
        const before = decodeCursor(Uuid, query.cursor)
        const of = query.template_id
          ? await everyonesFor(query.template_id, reader)
          : { userId: reader.userId }
        const filter = { of, status: query.status, subject: query.subject }
        const rows = await listSubmissions(db, filter, { limit, before, offset })
        const { page, next_cursor } = toPage(rows, limit, ({ id }) => id)
        const counted = await countedPage({ page: query.page, limit }, () => countSubmissions(db, filter))
        const items = page.map((row) => viewSubmission(row, languageOf(request)))
        return { success: true as const, data: { items, next_cursor, ...counted } }
      },
    )

  async function everyonesFor(templateId: string, reader: Principal) {
    const template = await findTemplate(db, templateId, reader)
    if (!template || (template.user_id !== reader.userId && !isAdmin(reader))) throw TemplateNotFound()
    return { templateId }
  }

  for (const { base, hide } of doors) {
    app.get(
      `${base}/:id`,
      {
        ...reading,
        schema: {
          hide,
          tags,
          summary: 'Show homework that was handed in, with what was read of it',
          params: IdParams,
          response: { 200: success(SubmissionDetail), ...problems(...found) },
        },
      },
      async (request) => {
        const opened = await openSubmission(db, request.params.id, principalOf(request))
        const { id } = opened.submission
        const [pages, items] = await Promise.all([pagesOf(db, id), itemsOf(db, id)])
        return { success: true as const, data: viewDetail(opened, pages, items, languageOf(request)) }
      },
    )

    app.delete(
      `${base}/:id`,
      {
        ...writing,
        schema: {
          hide,
          tags,
          summary: 'Delete homework that you handed in',
          description:
            'With its grades and its cards in the notebook; its files go when nothing else uses them.',
          params: IdParams,
          response: { 200: Done, ...problems(...found) },
        },
      },
      async (request) => {
        const { userId } = principalOf(request)
        const { id } = request.params
        const gone = isId(id)
          ? await space.within(userId, (trx) => deleteSubmissions(trx, userId, [id], now()))
          : []
        if (gone.length === 0) throw HomeworkNotFound()
        outbox.wake()
        const message = inLanguageOf(request, { zh: '作业已删除', en: 'The homework was deleted.' })
        return { success: true as const, message }
      },
    )
  }

  app.put(
    `${homeworkPath}/submissions/:id`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Change the title, the note, or the time that homework took',
        params: IdParams,
        body: SubmissionChange,
        response: { 200: success(SubmissionView), ...problems(...found, ValidationFailed, ...spaceProblems) },
      },
    },
    async (request) => {
      const submission = await openOwn(db, request.params.id, principalOf(request))
      const { title, submission_title = title, note, submission_note = note, completion_time } = request.body
      const change = {
        ...(submission_title !== undefined && { title: submission_title.trim() }),
        ...(submission_note !== undefined && { note: submission_note }),
        ...(completion_time !== undefined && { completion_time_s: completion_time }),
        updated_at: now(),
      }
      const row = await space.within(submission.user_id, (trx) =>
        updateSubmission(trx, submission.id, change),
      )
      if (!row) throw HomeworkNotFound()
      return { success: true as const, data: viewSubmission(row, languageOf(request)) }
    },
  )

  app.post(
    `${homeworkPath}/batch-delete`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Delete several submissions',
        description: 'Those that are not yours, or not there, are told as failed.',
        body: Type.Object(
          { homework_ids: Type.Array(Uuid, { minItems: 1, maxItems: 100 }) },
          { title: 'HomeworkDeletion' },
        ),
        response: {
          200: success(
            Type.Object(
              {
                total_requested: Type.Integer(),
                success_count: Type.Integer(),
                failed_count: Type.Integer(),
                failed_ids: Type.Array(Uuid),
              },
              { title: 'HomeworkDeleted' },
            ),
          ),
          ...problems(...userProblems, ValidationFailed),
        },
      },
    },
    async (request) => {
      const ids = [...new Set(request.body.homework_ids.map((id) => id.toLowerCase()))]
      const { userId } = principalOf(request)
      const gone = await space.within(userId, (trx) => deleteSubmissions(trx, userId, ids, now()))
      outbox.wake()
      const failed_ids = ids.filter((id) => !gone.includes(id))
      const counts = { success_count: gone.length, failed_count: failed_ids.length }
      return { success: true as const, data: { total_requested: ids.length, ...counts, failed_ids } }
    },
  )
}
