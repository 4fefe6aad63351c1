import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { instant } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { streamPath } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { ticketLifeS } from '@lingzhi/identity/access-token-max'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireSession } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'

const Body = Type.Object(
  {
    path: Type.String({
      maxLength: 200,
      pattern: streamPath,
      description: '`/api/chat-stream/{reply_id}`, or the `events` of an export or import.',
    }),
  },
  { title: 'NewTicket' },
)

/** Whether the stream exists and is the user's is for its own service to say, when the ticket is used. */
export function createTicket(app: App, { tokens, now }: Pick<Deps, 'tokens' | 'now'>) {
  app.post(
    '/api/stream-tickets',
    {
      onRequest: requireSession,
      schema: {
        tags: ['account'],
        summary: 'A ticket that opens one stream, for the URL of an EventSource',
        description:
          'For pages that cannot send Authorization. The ticket reads this one path as you, for 30 minutes, as often as ' +
          'an EventSource reconnects; it ends with your session. A token never belongs into a URL.',
        body: Body,
        response: {
          201: success(
            Type.Object(
              { ticket: Type.String(), url: Type.String(), expires_at: instant },
              { title: 'Ticket' },
            ),
          ),
          ...problems(...userProblems, ValidationFailed),
        },
      },
    },
    async (request, reply) => {
      const { path } = request.body
      const expiresAt = new Date(now().getTime() + ticketLifeS * 1_000)
      const ticket = await tokens.ticket({ ...principalOf(request), path })
      const data = { ticket, url: `${path}?ticket=${ticket}`, expires_at: expiresAt.toISOString() }
      return reply.code(201).send({ success: true as const, data })
    },
  )
}
