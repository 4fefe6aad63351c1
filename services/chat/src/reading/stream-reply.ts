import { isId } from '@lingzhi/contracts/ids'
import { problem, problems } from '@lingzhi/contracts/problem'
import type { App } from '@lingzhi/http/create-http'
import { guestProblems } from '@lingzhi/identity/guard-problems'
import { optionalScope } from '@lingzhi/identity/identify'
import type { Principal } from '@lingzhi/identity/principal'
import { Type } from 'typebox'
import { mayUse } from '../access.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { parseEntryId } from './entries.ts'
import { followReply } from './follow-reply.ts'
import { findReply } from './reading.queries.ts'
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
        description: 'Live or finished, on any replica, any number of times and for any number of readers.',
        params: ReplyParams,
        querystring: ReplyQuery,
        response: {
          200: Type.String({ description: 'Server-Sent Events.' }),
          ...problems(...guestProblems, ReplyNotFound),
        },
      },
    },
    async (request, response) => {
      const found = await ownReply(deps.db, request.params.reply_id, request.principal)
      const after = parseEntryId(headerText(request.headers['last-event-id']))
      const asText = (request.query.format ?? found.options.format) === 'text'
      const feed = deps.live.open(found.id)
      try {
        await tellAsEvents(request, response, found, {
          introduce: after === undefined,
          follow: (signal) =>
            asText
              ? tellAsText(followReply(deps, feed, found.id, { signal }), after)
              : followReply(deps, feed, found.id, { after, signal }),
        })
      } finally {
        feed.close()
      }
      return response
    },
  )
}

const headerText = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header)

/** The reply, if the caller may use its conversation. Raises REPLY_NOT_FOUND otherwise. */
export async function ownReply(db: Db, id: string, principal: Principal | null) {
  const reply = isId(id) ? await findReply(db, id) : undefined
  if (!reply || !mayUse(reply, principal)) throw ReplyNotFound()
  return reply
}
