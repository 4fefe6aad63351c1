import type { StopReply } from '@lingzhi/contracts/chat-replies'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { guestProblems } from '@lingzhi/identity/guard-problems'
import { optionalScope } from '@lingzhi/identity/identify'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { followReply } from '../reading/follow-reply.ts'
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
      const found = await ownReply(deps.db, request.params.reply_id, request.principal)
      const { id } = found
      const status = await stopAndWait(deps, found)
      return {
        success: true as const,
        message: inLanguageOf(request, { zh: '已停止', en: 'Stopped.' }),
        data: { reply_id: id, status },
      }
    },
  )
}

/** Stops a reply for another service; REPLY_NOT_FOUND for another user's. */
export async function answerStopReply(
  deps: AskingDeps,
  { reply_id, user_id }: Static<typeof StopReply.request>,
): Promise<Static<typeof StopReply.result>> {
  const found = await findReply(deps.db, reply_id)
  if (found?.user_id !== user_id) throw ReplyNotFound()
  return { status: await stopAndWait(deps, found) }
}

/** Stops a reply wherever it is generated, and waits for its end for a while. */
async function stopAndWait(deps: AskingDeps, found: NonNullable<Awaited<ReturnType<typeof findReply>>>) {
  const { db, bus, live } = deps
  const { id } = found
  const feed = live.open(id)
  try {
    const active = await requestStop(db, id)
    if (active?.status === 'queued') await endQueued(deps, found, active.attempt)
    if (active) stopReplies(bus, [id])
    const signal = AbortSignal.timeout(waitMaxMs)
    if (active) for await (const _ of followReply(deps, feed, id, { signal }));
  } finally {
    feed.close()
  }
  return (await findReply(db, id))?.status ?? 'stopped'
}
