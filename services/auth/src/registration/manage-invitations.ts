import { randomBytes } from 'node:crypto'
import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, instant, isId, newId, Uuid } from '@lingzhi/contracts/ids'
import { problem, problems } from '@lingzhi/contracts/problem'
import { Done, NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { adminProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireAdmin } from '@lingzhi/identity/identify'
import { dayMs } from '@lingzhi/runtime/time'
import { Type } from 'typebox'
import { recordAudit } from '../audit/record-audit.ts'
import { callerOf } from '../caller.ts'
import type { Deps } from '../deps.ts'
import { hashInvitation } from './admit.ts'
import { deleteInvitation, insertInvitation, listInvitations } from './invitations.queries.ts'

export const InvitationNotFound = problem('INVITATION_NOT_FOUND', 404, {
  zh: '邀请不存在',
  en: 'No such invitation.',
  check: 'The invitation’s id, against the list.',
})

const Shown = Type.Object(
  {
    id: Uuid,
    created_by: Nullable(Uuid),
    uses_left: Type.Integer(),
    created_at: instant,
    expires_at: instant,
  },
  { title: 'Invitation', description: 'An invitation to register.' },
)
const Created = Type.Object(
  { ...Shown.properties, code: Type.String() },
  { title: 'CreatedInvitation', description: 'The invitation, with its code.' },
)
const Body = Type.Object(
  {
    uses: Type.Integer({ minimum: 1, maximum: 1_000, default: 1 }),
    days: Type.Integer({ minimum: 1, maximum: 90, default: 7 }),
  },
  { title: 'NewInvitation', description: 'How many people it admits, and for how long.' },
)

/** Invitations count where REGISTRATION is `invitation`; they can be made before. */
export function manageInvitations(app: App, { db, now }: Pick<Deps, 'db' | 'now'>) {
  const path = '/api/admin/invitations'
  const shared = { tags: ['administration'] }
  app.get(
    path,
    {
      onRequest: requireAdmin,
      schema: {
        ...shared,
        summary: 'List the invitations that can still be used, newest first',
        querystring: Type.Object(pageQuery),
        response: {
          200: success(Type.Object({ invitations: Type.Array(Shown), next_cursor: NextCursor })),
          ...problems(...adminProblems, ValidationFailed, BadCursor),
        },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const rows = await listInvitations(db, { at: now(), after: decodeCursor(Uuid, cursor), limit })
      const { page, next_cursor } = toPage(rows, limit, (row) => row.id)
      const invitations = page.map(({ id, created_by, uses_left, created_at, expires_at }) => {
        const times = { created_at: created_at.toISOString(), expires_at: expires_at.toISOString() }
        return { id, created_by, uses_left, ...times }
      })
      return { success: true as const, data: { invitations, next_cursor } }
    },
  )

  app.post(
    path,
    {
      onRequest: requireAdmin,
      schema: {
        ...shared,
        summary: 'Invite people to register',
        body: Body,
        response: { 201: success(Created), ...problems(...adminProblems, ValidationFailed) },
      },
    },
    async (request, reply) => {
      const { uses, days } = request.body
      const created_by = principalOf(request).userId
      const code = randomBytes(16).toString('base64url')
      const at = now()
      const expires_at = new Date(at.getTime() + days * dayMs)
      const made = { id: newId(), created_by, uses_left: uses, created_at: at, expires_at }
      await insertInvitation(db, { ...made, code_hash: hashInvitation(code) })
      const detail = { invitation_id: made.id, uses, days }
      const entry = { action: 'invitation.created', actorId: created_by, userId: null, detail }
      await recordAudit(db, { ...entry, caller: callerOf(request) }, at)
      const times = { created_at: at.toISOString(), expires_at: expires_at.toISOString() }
      return reply.code(201).send({ success: true as const, data: { ...made, ...times, code } })
    },
  )

  app.delete(
    `${path}/:id`,
    {
      onRequest: requireAdmin,
      schema: {
        ...shared,
        summary: 'Withdraw an invitation',
        params: IdParams,
        response: { 200: Done, ...problems(...adminProblems, InvitationNotFound) },
      },
    },
    async (request) => {
      const { id } = request.params
      if (!isId(id) || !(await deleteInvitation(db, id))) throw InvitationNotFound()
      const actorId = principalOf(request).userId
      const detail = { invitation_id: id }
      const entry = { action: 'invitation.withdrawn', actorId, userId: null, detail }
      await recordAudit(db, { ...entry, caller: callerOf(request) }, now())
      return { success: true as const }
    },
  )
}
