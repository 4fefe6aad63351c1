import { FileNotFound } from '@lingzhi/contracts/file-problems'
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
import type { Deps } from '../deps.ts'
import { findFile } from '../files.queries.ts'
import { watchFile } from '../inspection/signals.ts'
import { FileView, viewFile } from './file-view.ts'
import { ownFile } from './own-file.ts'

/** The file is read this often even without a signal. */
const lookMs = 1_000

/** By this id an EventSource that reconnects shows that it has seen the end. */
const endId = 'done'
const hasEnded = ({ status }: { status: string }) => status === 'ready' || status === 'rejected'

const fileEvents: readonly EventKind[] = [
  { name: 'progress', when: 'First, and after every change: the file as it stands.', data: FileView },
  { name: 'done', when: 'The end: the file is ready, or rejected.', data: FileView, id: endId },
  {
    name: 'error',
    when: 'The end of the stream, not of the file: the session has ended. Sign in and read it again.',
    data: ProblemDocument,
    rare: true,
  },
]

export function followFile(app: App, { db, bus }: Pick<Deps, 'db' | 'bus'>) {
  app.get(
    '/api/v1/files/:id/events',
    {
      onRequest: requireScope('read', 'chat'),
      exposeHeadRoute: false,
      schema: {
        tags: ['files'],
        summary: 'Follow what becomes of a file as Server-Sent Events',
        description:
          'A stream without `done` at its end was cut, or the file was removed: read it again. With `Last-Event-ID: done` the ' +
          'response is 204, which stops an EventSource; that cannot send a token, so it takes a ticket: POST /api/stream-tickets.',
        'x-events': fileEvents,
        params: IdParams,
        response: {
          200: Type.String({ description: 'Server-Sent Events.' }),
          204: Type.Null({ description: 'The file was looked at, and the caller has seen what it is.' }),
          ...problems(...userProblems, FileNotFound),
        },
      },
    },
    async (request, reply) => {
      let file = await ownFile(db, request.params.id, principalOf(request).userId)
      if (hasEnded(file) && request.headers['last-event-id'] === endId) return reply.code(204).send(null)
      const language = languageOf(request)
      const sse = openSse(reply)
      let changed = new AbortController()
      const watch = watchFile(bus, file.id, () => changed.abort())
      try {
        for (let sent = ''; !sse.signal.aborted; ) {
          changed = new AbortController()
          const found = await findFile(db, file.id)
          if (!found) return
          file = found
          const data = await viewFile(db, file, language)
          if (hasEnded(file)) return await sse.send({ event: 'done', id: endId, data })
          const text = JSON.stringify(data)
          if (text !== sent) await sse.send({ event: 'progress', data })
          sent = text
          await delay(lookMs, AbortSignal.any([changed.signal, sse.signal]))
        }
      } catch (err) {
        // Headers are out: the client sees the stream end without `done` and reconnects.
        request.log.warn({ err, file_id: file.id }, 'following a file was interrupted')
      } finally {
        watch.close()
        sse.end()
      }
    },
  )
}
