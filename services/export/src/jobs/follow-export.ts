import { IdParams } from '@lingzhi/contracts/ids'
import { ProblemDocument, problems } from '@lingzhi/contracts/problem'
import type { App } from '@lingzhi/http/create-http'
import type { EventKind } from '@lingzhi/http/describe-routes'
import { openSse } from '@lingzhi/http/sse'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { delay } from '@lingzhi/runtime/delay'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { JobView, viewJob } from './job-view.ts'
import { findJob } from './jobs.queries.ts'
import { ownJob } from './own-job.ts'
import { ExportNotFound } from './problems.ts'
import { watchJob } from './signals.ts'

/** The job is read this often even without a signal. */
const lookMs = 1_000

/** By this id an EventSource that reconnects shows that it has seen the end. */
const endId = 'done'
const hasEnded = ({ status }: { status: string }) => status !== 'queued' && status !== 'running'

const exportEvents: readonly EventKind[] = [
  { name: 'progress', when: 'First, and after every change: the export as it stands.', data: JobView },
  {
    name: 'done',
    when: 'The end: the export as it ended. `status` says how.',
    data: JobView,
    id: endId,
  },
  {
    name: 'error',
    when: 'The end of the stream, not of the export: the session has ended. Sign in and read it again.',
    data: ProblemDocument,
    rare: true,
  },
]

export function followExport(app: App, { db, bus, now }: Pick<Deps, 'db' | 'bus' | 'now'>) {
  app.get(
    '/api/exports/:id/events',
    {
      onRequest: requireScope('export'),
      exposeHeadRoute: false,
      schema: {
        tags: ['exports'],
        summary: 'Follow the progress of an export as Server-Sent Events',
        description:
          'A stream without `done` at its end was cut: read it again. With `Last-Event-ID: done` the response is 204, which ' +
          'stops an EventSource; that cannot send a token, so it takes a ticket: POST /api/stream-tickets.',
        'x-events': exportEvents,
        params: IdParams,
        response: {
          200: Type.String({ description: 'Server-Sent Events.' }),
          204: Type.Null({ description: 'The export has ended, and the caller has seen its end.' }),
          ...problems(...userProblems, ExportNotFound),
        },
      },
    },
    async (request, reply) => {
      let job = await ownJob(db, request.params.id, principalOf(request).userId)
      if (hasEnded(job) && request.headers['last-event-id'] === endId) return reply.code(204).send(null)
      const sse = openSse(reply)
      let changed = new AbortController()
      const watch = watchJob(bus, job.id, () => changed.abort())
      try {
        for (let sent = ''; !sse.signal.aborted; ) {
          changed = new AbortController()
          const found = await findJob(db, job.id)
          if (!found) return
          job = found
          const data = viewJob(job, now())
          const { eta_seconds, ...state } = data
          const text = JSON.stringify(state)
          if (hasEnded(job)) return await sse.send({ event: 'done', id: endId, data })
          if (text !== sent) await sse.send({ event: 'progress', data })
          sent = text
          await delay(lookMs, AbortSignal.any([changed.signal, sse.signal]))
        }
      } catch (err) {
        // Headers are out: the client sees the stream end without `done` and reconnects.
        request.log.warn({ err, job_id: job.id }, 'following an export was interrupted')
      } finally {
        watch.close()
        sse.end()
      }
    },
  )
}
