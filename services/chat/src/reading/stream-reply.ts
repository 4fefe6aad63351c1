import { isId } from '@lingzhi/contracts/ids'
import { problem, problems } from '@lingzhi/contracts/problem'
import type { App } from '@lingzhi/http/create-http'
import { guestProblems } from '@lingzhi/identity/guard-problems'
import { optionalScope } from '@lingzhi/identity/identify'
import type { Principal } from '@lingzhi/identity/principal'
import type { Place } from '@lingzhi/reply-feed/place'
import { parseEventId } from '@lingzhi/reply-feed/place'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { mayUse } from '../access.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { followReply } from './follow-reply.ts'
import { findReply } from './reading.queries.ts'
import { replyEvents } from './reply-events.ts'
import { tellAsEvents } from './tell-as-events.ts'
import { tellAsText } from './tell-as-text.ts'

export const ReplyNotFound = problem('REPLY_NOT_FOUND', 404, {
  zh: '回复不存在',
  en: 'No such reply.',
  check: 'The reply’s id: it must belong to the caller.',
})

export const ReplyParams = Type.Object({ reply_id: Type.String() })

const ReplyQuery = Type.Object({
  format: Type.Optional(
    Type.Enum(['markdown', 'text'], {
      description: 'Default: the format of the request that began the reply.',
    }),
  ),
})

export function streamReply(app: App, deps: Pick<Deps, 'db' | 'cache' | 'live'>) {
  app.get(
    '/api/chat-stream/:reply_id',
    {
      onRequest: optionalScope('chat', 'read'),
      schema: {
        tags: ['chat'],
        summary: 'Stream a reply from the beginning, or after Last-Event-ID',
        description:
          'Live or finished, on any replica, any number of times and for any number of readers. With the `Last-Event-ID` of ' +
          'its end the response is 204, which stops an EventSource. A page that cannot send a header puts a ticket into ' +
          'the URL: POST /api/stream-tickets.',
        'x-events': replyEvents,
        params: ReplyParams,
        querystring: ReplyQuery,
        response: {
          200: Type.String({ description: 'Server-Sent Events.' }),
          204: Type.Null({ description: 'The reply has ended, and the caller has seen its end.' }),
          ...problems(...guestProblems, ReplyNotFound),
        },
      },
    },
    async (request, response) => {
      const found = await ownReply(deps.db, request.params.reply_id, request.principal)
      const after = lastEventOf(request)
      // An id of another reply names no place in this one.
      const place = after?.replyId === undefined || after.replyId === found.id ? after : undefined
      const format = request.query.format ?? found.options.format
      // A POST repeated under its key is no EventSource: to its client 204 would be a fault.
      const repeated = request.headers['idempotency-key'] !== undefined
      if (place && sawEnd(found, place, format) && !repeated) return response.code(204).send(null)
      await tellAgain(deps, { request, response }, found, place, format)
      return response
    },
  )
}

/** The place that a request's Last-Event-ID names. */
export const lastEventOf = ({ headers }: FastifyRequest) => parseEventId([headers['last-event-id']].flat()[0])

type FoundReply = NonNullable<Awaited<ReturnType<typeof findReply>>>

/** As plain text the end is one further: see tellAsText. */
const sawEnd = (
  { status, attempt, runs, parts }: FoundReply,
  place: Place,
  format: string | undefined,
): boolean =>
  status !== 'queued' &&
  status !== 'running' &&
  place.attempt === attempt &&
  place.position > runs.reduce((sum, length) => sum + length, parts + (format === 'text' ? 1 : 0))

/** Streams a reply from a place, or from the beginning, to its end. */
export async function tellAgain(
  deps: Pick<Deps, 'db' | 'cache' | 'live'>,
  { request, response }: { request: FastifyRequest; response: FastifyReply },
  found: FoundReply,
  after: Place | undefined,
  format = found.options.format,
): Promise<void> {
  const feed = deps.live.open(found.id)
  try {
    await tellAsEvents(request, response, found, {
      introduce: after === undefined,
      follow: (signal) =>
        format === 'text'
          ? tellAsText(followReply(deps, feed, found.id, { signal }), after)
          : followReply(deps, feed, found.id, { after, signal }),
    })
  } finally {
    feed.close()
  }
}

/** The reply, if the caller may use its conversation. Raises REPLY_NOT_FOUND otherwise. */
export async function ownReply(db: Db, id: string, principal: Principal | null) {
  const reply = isId(id) ? await findReply(db, id) : undefined
  if (!reply || !mayUse(reply, principal)) throw ReplyNotFound()
  return reply
}
