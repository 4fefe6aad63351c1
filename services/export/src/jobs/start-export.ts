import { recordFact } from '@lingzhi/bus/outbox'
import { sendRequest } from '@lingzhi/bus/request'
import { ExportSize } from '@lingzhi/contracts/chat-export'
import { ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { AllUsersExportRequested } from '@lingzhi/contracts/export'
import { exportKinds } from '@lingzhi/contracts/export-records'
import { newId, Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import { clientAddressOf } from '@lingzhi/http/client-address'
import type { App } from '@lingzhi/http/create-http'
import { adminProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireAdmin, requireScope } from '@lingzhi/identity/identify'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import { dateRange, toInstants } from '../conversations/date-range.ts'
import type { Selection } from '../conversations/read-pages.ts'
import { ConversationNotFound } from '../conversations/send-export.ts'
import type { Deps } from '../deps.ts'
import { compressions } from '../formats/compression.ts'
import { formats } from '../formats/format.ts'
import { mayWriteTo } from '../notices/may-write-to.ts'
import { checkQuota } from './check-quota.ts'
import { JobView, viewJob } from './job-view.ts'
import { insertJob, lastCompleted } from './jobs.queries.ts'
import { ExportQuotaExceeded } from './problems.ts'
import { handOver } from './work-jobs.ts'

const Body = Type.Object(
  {
    format: Type.Enum([...formats], { default: 'ndjson' }),
    compression: Type.Enum([...compressions], { default: 'none' }),
    conversation_ids: Type.Optional(Type.Array(Uuid, { minItems: 1, maxItems: 1_000, uniqueItems: true })),
    ...dateRange,
    include: Type.Optional(
      Type.Array(Type.Enum([...exportKinds]), {
        minItems: 1,
        uniqueItems: true,
        description:
          'What the file holds; conversations, if left out. Other kinds are your own, whole, and come as json or ndjson.',
      }),
    ),
    incremental: Type.Optional(
      Type.Boolean({
        description: 'Only what changed since the last completed export with the same options.',
      }),
    ),
    notify_email: Type.Optional(
      Type.String({
        format: 'email',
        maxLength: 254,
        description: 'Gets a letter when the file is ready: the address of your own account.',
      }),
    ),
    scope: Type.Enum(['own', 'all'], {
      default: 'own',
      description: 'all: every user’s conversations, for administrators only.',
    }),
  },
  { title: 'NewExport' },
)

const notOwnAddress = {
  zh: '必须是您自己账户的邮箱',
  en: 'must be the e-mail address of your own account',
}

/** Raises VALIDATION_ERROR where records of other kinds than conversations have no place. */
function assertPossible({ include, format, scope }: Static<typeof Body>): void {
  if (!include?.some((kind) => kind !== 'conversations')) return
  if (format === 'csv' || format === 'md')
    throw ValidationFailed({
      errors: [
        {
          path: 'format',
          message: {
            zh: '只有 json 与 ndjson 能包含对话以外的内容',
            en: 'must be json or ndjson: the others hold conversations only',
          },
        },
      ],
    })
  if (scope === 'all')
    throw ValidationFailed({
      errors: [
        {
          path: 'include',
          message: { zh: '对话以外的内容只能导出自己的', en: 'may name other kinds for yourself only' },
        },
      ],
    })
}

export function startExport(app: App, deps: Deps, config: Config) {
  const { db, bus, outbox, now, mailer } = deps
  app.post(
    '/api/exports',
    {
      onRequest: requireScope('export'),
      schema: {
        tags: ['exports'],
        summary: 'Start an export in the background',
        body: Body,
        response: {
          202: success(JobView),
          ...problems(
            ...adminProblems,
            ValidationFailed,
            ConversationNotFound,
            ExportQuotaExceeded,
            ServiceUnavailable,
          ),
        },
      },
    },
    async (request, reply) => {
      const { userId } = principalOf(request)
      // No rest: a body may hold thousands of members that mean nothing here.
      const { format, compression, scope, notify_email = null } = request.body
      const { conversation_ids, start_date, end_date, incremental, include } = request.body
      assertPossible(request.body)
      if (scope === 'all') await requireAdmin(request)
      // Without a mail server no letter is sent, and the address means nothing.
      if (mailer && notify_email && !(await mayWriteTo(deps, config, userId, notify_email)))
        throw ValidationFailed({ errors: [{ path: 'notify_email', message: notOwnAddress }] })
      const at = now()
      const selection: Selection = {
        ...(scope === 'all' ? { user_id: null, every_user: true } : { user_id: userId }),
        ...(conversation_ids && { conversation_ids: [...conversation_ids].sort() }),
        ...toInstants({ start_date, end_date }, config.TIMEZONE),
      }
      // A conversation that does not exist is reported now, and not by a job that fails later.
      if (conversation_ids) await sendRequest(bus, ExportSize, selection)

      const shape = JSON.stringify([
        format,
        compression,
        scope,
        selection,
        ...(include ? [[...include].sort()] : []),
      ])
      const job = await transact(db, async (trx) => {
        await checkQuota(trx, userId, at, config)
        const last = incremental ? await lastCompleted(trx, userId, shape) : undefined
        const changed_since = last?.selection.as_of
        const inserted = await insertJob(trx, {
          id: newId(),
          user_id: userId,
          format,
          compression,
          scope,
          request: JSON.stringify({ conversation_ids, start_date, end_date, incremental, include }),
          selection: JSON.stringify({
            ...selection,
            ...(changed_since && { changed_since }),
            as_of: at.toISOString(),
          }),
          shape,
          notify_email,
          created_at: at,
        })
        if (scope === 'all') {
          const asked = { job_id: inserted.id, user_id: userId, address: clientAddressOf(request) }
          await recordFact(trx, AllUsersExportRequested, asked, request.id)
        }
        return inserted
      })
      if (scope === 'all') {
        request.log.warn(
          { user_id: userId, job_id: job.id, audit: true },
          'an administrator exports all users',
        )
        outbox.wake()
      }
      handOver(deps, job.id)
      return reply
        .code(202)
        .header('Location', `/api/exports/${job.id}`)
        .send({ success: true as const, data: viewJob(job, at) })
    },
  )
}
