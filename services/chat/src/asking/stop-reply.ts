import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { guestProblems } from '@lingzhi/identity/guard-problems'
import { optionalScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { followReply } from '../reading/follow-reply.ts'
import type { LiveFeed } from '../reading/live-feed.ts'
import { findReply } from '../reading/reading.queries.ts'
import { ownReply, ReplyNotFound, ReplyParams } from '../reading/stream-reply.ts'
import { stopReplies } from '../stopping/stop-replies.ts'
import { requestStop } from '../stopping/stopping.queries.ts'
import type { AskingDeps } from './asking-types.ts'
import { endQueued } from './end-queued.ts'

/** How long the response waits for the reply to end; the reply is stopped even if that takes longer. */
const waitMaxMs = 2_000

const Stopped = Type.Object(
  {
    reply_id: Type.String(),
    status: Type.Enum(['queued', 'running', 'completed', 'stopped', 'failed']),
  },
  { title: 'StoppedReply' },
)

export function stopReply(app: App, deps: AskingDeps) {
  const { db, bus, live } = deps
  app.post(
    '/api/chat-stream/:reply_id/stop',
    {
      onRequest: optionalScope('chat'),
      schema: {
        tags: ['chat'],
        summary: 'Stop a reply and keep its partial text',
        description: 'Works on any replica. A reply that has ended is not changed.',
        params: ReplyParams,
        response: { 200: success(Stopped), ...problems(...guestProblems, ReplyNotFound) },
      },
    },
    async (request) => {
      const found = await ownReply(db, request.params.reply_id, request.principal)
      const { id } = found
      const feed = live.open(id)
      try {
        const active = await requestStop(db, id)
        if (active?.status === 'queued') await endQueued(deps, found, active.attempt)
        if (active) stopReplies(bus, [id])
        if (active) for await (const _ of follow(id, feed));
      } finally {
        feed.close()
      }
      const status = (await findReply(db, id))?.status ?? 'stopped'
      return {
        success: true as const,
        message: inLanguageOf(request, { zh: '已停止', en: 'Stopped.' }),
        data: { reply_id: id, status },
      }
    },
  )

  const follow = (id: string, feed: LiveFeed) =>
    followReply(deps, feed, id, { signal: AbortSignal.timeout(waitMaxMs) })
}
