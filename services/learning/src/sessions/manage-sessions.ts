import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, instant, isId, newId, Uuid } from '@lingzhi/contracts/ids'
import { Subject } from '@lingzhi/contracts/learning'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, success } from '@lingzhi/contracts/reply-shapes'
import { Maybe, storable, storableNotBlank } from '@lingzhi/contracts/shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { SessionView, viewSession } from '../answers/tutor-views.ts'
import type { Db, Session } from '../database.ts'
import type { Deps } from '../deps.ts'
import { countedPage, pagedQuery, pageMembers, spanOf } from '../paging.ts'
import { SessionNotFound } from '../problems.ts'
import { spaceProblems } from '../space.ts'
import { changeSession, countSessions, findSession, insertSession, listSessions } from './sessions.queries.ts'
import { untitled } from './title-of.ts'

const path = '/api/v1/learning/sessions'
const tags = ['learning']
const reading = { onRequest: requireScope('read', 'chat') }
const writing = { onRequest: requireScope('chat') }

const named = {
  title: Type.String({ maxLength: 200, pattern: storableNotBlank }),
  subject: Maybe(Subject),
  grade_level: Maybe(Type.Integer({ minimum: 1, maximum: 12 })),
}
const NewSession = Type.Partial(Type.Object(named), { title: 'NewTutorSession' })
const Change = Type.Object(
  {
    title: Type.Optional(named.title),
    subject: named.subject,
    grade_level: named.grade_level,
    status: Type.Optional(Type.Enum(['active', 'archived'])),
  },
  { title: 'TutorSessionChange' },
)
const One = success(SessionView)
const known = problems(...userProblems, ValidationFailed, SessionNotFound)

type SessionDeps = Pick<Deps, 'db' | 'now' | 'space'>

export function createSession(app: App, { now, space }: SessionDeps) {
  app.post(
    path,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Create a session of the tutor',
        description: 'It becomes a conversation with its first question.',
        body: NewSession,
        response: { 201: One, ...problems(...userProblems, ValidationFailed, ...spaceProblems) },
      },
    },
    async (request, response) => {
      const { title, subject, grade_level } = request.body
      const at = now()
      const { userId } = principalOf(request)
      const row = {
        ...{ conversation_id: newId(), user_id: userId, title: title ?? untitled },
        ...{ subject: subject ?? null, grade_level: grade_level ?? null },
        ...{ created_at: at, updated_at: at, last_asked_at: at },
      }
      const session = await space.within(userId, (trx) => insertSession(trx, row))
      return response.code(201).send({ success: true as const, data: viewSession(session) })
    },
  )
}

export function listSessionsOfLearner(app: App, { db }: SessionDeps) {
  app.get(
    path,
    {
      ...reading,
      schema: {
        tags,
        summary: 'List your sessions of the tutor, the last used first',
        querystring: Type.Object({
          ...pagedQuery,
          status_filter: Type.Optional(Type.Enum(['active', 'archived'])),
          subject_filter: Type.Optional(Subject),
          search: Type.Optional(
            Type.String({ maxLength: 100, pattern: storable, description: 'A part of the title.' }),
          ),
        }),
        response: {
          200: success(
            Type.Object({ items: Type.Array(SessionView), next_cursor: NextCursor, ...pageMembers }),
          ),
          ...problems(...userProblems, ValidationFailed, BadCursor),
        },
      },
    },
    async (request) => {
      const { cursor, page, status_filter: status, subject_filter: subject, search } = request.query
      const { limit, offset } = spanOf(request.query)
      const list = { userId: principalOf(request).userId, status, subject, search }
      const before = decodeCursor(Type.Tuple([instant, Uuid]), cursor)
      const found = await listSessions(db, list, { limit, before, offset })
      const { page: shown, next_cursor } = toPage(found, limit, ({ last_asked_at, conversation_id }) => [
        last_asked_at.toISOString(),
        conversation_id,
      ])
      const counted = await countedPage({ page, limit }, () => countSessions(db, list))
      return { success: true as const, data: { items: shown.map(viewSession), next_cursor, ...counted } }
    },
  )
}

export function showSession(app: App, { db }: SessionDeps) {
  app.get(
    `${path}/:id`,
    {
      ...reading,
      schema: {
        tags,
        summary: 'Show a session of the tutor',
        params: IdParams,
        response: { 200: One, ...known },
      },
    },
    async (request) => one(await ownSession(db, request.params.id, principalOf(request).userId)),
  )
}

export function changeSessions(app: App, { now, space }: SessionDeps) {
  for (const method of ['PUT', 'PATCH'] as const) {
    app.route({
      method,
      url: `${path}/:id`,
      ...writing,
      schema: {
        tags,
        summary:
          method === 'PUT'
            ? 'Change a session of the tutor'
            : 'Rename, sort or archive a session of the tutor',
        description: 'Members left out keep their values.',
        params: IdParams,
        body: Change,
        response: { 200: One, ...known, ...problems(...spaceProblems) },
      },
      handler: async (request) => {
        const { title, subject, grade_level, status } = request.body
        return change(request.params.id, principalOf(request).userId, {
          ...(title !== undefined && { title }),
          ...(subject !== undefined && { subject }),
          ...(grade_level !== undefined && { grade_level }),
          ...(status !== undefined && { status }),
        })
      },
    })
  }
  const statuses = { archive: 'archived', activate: 'active' } as const
  for (const [action, status] of Object.entries(statuses) as ['archive' | 'activate', Session['status']][]) {
    app.patch(
      `${path}/:id/${action}`,
      {
        ...writing,
        schema: {
          tags,
          summary:
            action === 'archive'
              ? 'Archive a session, by a path of its own'
              : 'Take a session of the tutor out of the archive',
          params: IdParams,
          response: { 200: One, ...known },
        },
      },
      async (request) => change(request.params.id, principalOf(request).userId, { status }),
    )
  }
  app.delete(
    `${path}/:id`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Archive a session of the tutor',
        description:
          'Its conversation stays; deleting that removes the session with its questions and answers.',
        params: IdParams,
        response: { 200: One, ...known },
      },
    },
    async (request) => change(request.params.id, principalOf(request).userId, { status: 'archived' }),
  )

  const change = async (id: string, userId: string, what: Parameters<typeof changeSession>[3]) => {
    const changed = isId(id)
      ? await space.within(userId, (trx) => changeSession(trx, id, userId, what, now()))
      : undefined
    if (!changed) throw SessionNotFound()
    return one(changed)
  }
}

const one = (session: Session) => ({ success: true as const, data: viewSession(session) })

/** A session of this user's; SESSION_NOT_FOUND for another user's, as for one that does not exist. */
export async function ownSession(db: Db, id: string, userId: string): Promise<Session> {
  const session = isId(id) ? await findSession(db, id, userId) : undefined
  if (!session) throw SessionNotFound()
  return session
}
