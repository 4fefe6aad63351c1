import { IdParams } from '@lingzhi/contracts/ids'
import { ProblemDocument, problems } from '@lingzhi/contracts/problem'
import type { App } from '@lingzhi/http/create-http'
import type { EventKind } from '@lingzhi/http/describe-routes'
import { languageOf } from '@lingzhi/http/language'
import { openSse } from '@lingzhi/http/sse'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { delay } from '@lingzhi/runtime/delay'
import { Type } from 'typebox'
import type { Deps } from '../../deps.ts'
import { ImportNotFound } from '../problems.ts'
import { findImport } from './import-jobs.queries.ts'
import { watchImport } from './import-signals.ts'
import { ImportView, viewImport } from './import-view.ts'
import { ownImport } from './own-import.ts'

/** The row is read this often even without a signal, and no more often than this with many. */
const [lookMs, pauseMs] = [1_000, 100]

/** By this id an EventSource that reconnects shows that it has seen the end. */
const endId = 'done'
const hasEnded = ({ status }: { status: string }) => ['completed', 'failed', 'cancelled'].includes(status)

const importEvents: readonly EventKind[] = [
  { name: 'progress', when: 'First, and after every change: the import as it stands.', data: ImportView },
  { name: 'done', when: 'The end: the import as it ended. `status` says how.', data: ImportView, id: endId },
  {
    name: 'error',
    when: 'The end of the stream, not of the import: the session has ended. Sign in and read it again.',
    data: ProblemDocument,
    rare: true,
  },
]

export function followImport(app: App, { db, bus }: Pick<Deps, 'db' | 'bus'>) {
  app.get(
    '/api/imports/:id/events',
    {
      onRequest: requireScope('chat'),
      exposeHeadRoute: false,
      schema: {
        tags: ['imports'],
        summary: 'Follow the progress of an import as Server-Sent Events',
        description:
          'A stream without `done` at its end was cut: read it again. With `Last-Event-ID: done` the response is 204, which ' +
          'stops an EventSource; that cannot send a token, so it takes a ticket: POST /api/stream-tickets.',
        'x-events': importEvents,
        params: IdParams,
        response: {
          200: Type.String({ description: 'Server-Sent Events.' }),
          204: Type.Null({ description: 'The import has ended, and the caller has seen its end.' }),
          ...problems(...userProblems, ImportNotFound),
        },
      },
    },
    async (request, reply) => {
      let job = await ownImport(db, request.params.id, principalOf(request).userId)
      if (hasEnded(job) && request.headers['last-event-id'] === endId) return reply.code(204).send(null)
      const sse = openSse(reply)
      let changed = new AbortController()
      const watch = watchImport(bus, job.id, () => changed.abort())
      try {
        for (let sent = ''; !sse.signal.aborted; ) {
          changed = new AbortController()
          const found = await findImport(db, job.id)
          if (!found) return
          job = found
          const data = viewImport(job, languageOf(request))
          const text = JSON.stringify(data)
          if (hasEnded(job)) return await sse.send({ event: 'done', id: endId, data })
          if (text !== sent) await sse.send({ event: 'progress', data })
          sent = text
          await delay(pauseMs, sse.signal)
          await delay(lookMs, AbortSignal.any([changed.signal, sse.signal]))
        }
      } catch (err) {
        // Headers are out: the client sees the stream end without `done` and reconnects.
        request.log.warn({ err, job_id: job.id }, 'following an import was interrupted')
      } finally {
        watch.close()
        sse.end()
      }
    },
  )
}
