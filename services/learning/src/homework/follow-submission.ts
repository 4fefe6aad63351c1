import { IdParams } from '@lingzhi/contracts/ids'
import { ProblemDocument, problems } from '@lingzhi/contracts/problem'
import type { App } from '@lingzhi/http/create-http'
import type { EventKind } from '@lingzhi/http/describe-routes'
import { languageOf } from '@lingzhi/http/language'
import { openSse } from '@lingzhi/http/sse'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf } from '@lingzhi/identity/identify'
import { delay } from '@lingzhi/runtime/delay'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { openSubmission } from './access.ts'
import { homeworkPath, reading, homeworkTags as tags } from './manage-templates.ts'
import { HomeworkNotFound } from './problems.ts'
import { watchHomework } from './signals.ts'
import { SubmissionView } from './submission-shape.ts'
import { viewSubmission } from './submission-views.ts'
import { findSubmission } from './submissions.queries.ts'
import type { SubmissionStatus } from './tables.ts'

/** The submission is read this often even without a signal. */
const lookMs = 1_000
/** By this id an EventSource that reconnects shows that it has seen the end. */
const endId = 'done'

/** How far a submission has come; each stage is told once, also where it was passed unseen. */
const stages = ['processing', 'transcribed', 'graded'] as const
const stageOf: Record<SubmissionStatus, number> = {
  ...{ uploaded: 0, transcribing: 0, transcribed: 1, grading: 1, graded: 2, needs_review: 2, failed: 2 },
}
const endsWith = (status: SubmissionStatus) => (status === 'failed' ? 'failed' : 'graded')

const events: readonly EventKind[] = [
  { name: 'processing', when: 'First: it is being read.', data: SubmissionView },
  {
    name: 'transcribed',
    when: 'It was read, and can be corrected; it is graded next.',
    data: SubmissionView,
  },
  {
    name: 'graded',
    when: 'The end: every item was looked at; some may need a person (`needs_review`).',
    data: SubmissionView,
    id: endId,
  },
  {
    name: 'failed',
    when: 'The end: it could not be read or graded.',
    data: SubmissionView,
    id: endId,
    rare: true,
  },
  {
    name: 'error',
    when: 'The end of the stream, not of the homework: the session has ended. Sign in and read it again.',
    data: ProblemDocument,
    rare: true,
  },
]

export function followSubmission(app: App, { db, bus }: Pick<Deps, 'db' | 'bus'>) {
  app.get(
    `${homeworkPath}/submissions/:id/events`,
    {
      ...reading,
      exposeHeadRoute: false,
      schema: {
        tags,
        summary: 'Follow what becomes of homework as Server-Sent Events',
        description:
          'A stream without `graded` or `failed` at its end was cut: read it again. With `Last-Event-ID: done` the response is 204 once it is over, which ' +
          'stops an EventSource; that cannot send a token, so it takes a ticket: POST /api/stream-tickets.',
        'x-events': events,
        params: IdParams,
        response: {
          200: Type.String({ description: 'Server-Sent Events.' }),
          204: Type.Null({ description: 'It is over, and the caller has seen what came of it.' }),
          ...problems(...userProblems, HomeworkNotFound),
        },
      },
    },
    async (request, reply) => {
      const { submission } = await openSubmission(db, request.params.id, principalOf(request))
      const { id } = submission
      const isOver = stageOf[submission.status] === 2
      if (isOver && request.headers['last-event-id'] === endId) return reply.code(204).send(null)
      const language = languageOf(request)
      const sse = openSse(reply)
      let changed = new AbortController()
      const watch = watchHomework(bus, id, () => changed.abort())
      try {
        for (let told = 0; !sse.signal.aborted; ) {
          changed = new AbortController()
          const now = await findSubmission(db, id)
          if (!now) return
          const data = viewSubmission(now, language)
          const reached = stageOf[now.status]
          // A transcription that failed was none.
          const skipped = now.status === 'failed' && now.graded_at === null
          for (; told < Math.min(reached + 1, 2); told++)
            if (!(skipped && told === 1)) await sse.send({ event: stages[told]!, data })
          if (reached === 2) return await sse.send({ event: endsWith(now.status), id: endId, data })
          await delay(lookMs, AbortSignal.any([changed.signal, sse.signal]))
        }
      } catch (err) {
        // Headers are out: the client sees the stream end without its last event and reconnects.
        request.log.warn({ err, submission_id: id }, 'following homework was interrupted')
      } finally {
        watch.close()
        sse.end()
      }
    },
  )
}
