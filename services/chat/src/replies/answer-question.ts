import { newId } from '@lingzhi/contracts/ids'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { Asked } from './begin-reply.ts'
import { beginReply } from './begin-reply.ts'
import { followReply } from './follow-reply.ts'
import { openLiveFeed } from './live-feed.ts'
import { tellAsEvents, tellAsJson } from './tell-reply.ts'
import type { Worker } from './worker.ts'

/**
 * Begins a reply and tells it to the one who asked, streamed or whole. Listening starts before the reply
 * does, so nothing is missed; and asking is no different from reading, so a reader who leaves stops nothing.
 */
export async function answerQuestion(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: Deps,
  config: Config,
  worker: Worker,
  { streamed, ...asked }: Omit<Asked, 'requestId'> & { streamed: boolean },
) {
  const id = newId()
  const feed = openLiveFeed(deps.bus, id, config.READER_BUFFER_CHARS)
  try {
    const begun = await beginReply(deps, config, worker, request.principal, id, {
      ...asked,
      requestId: request.id,
    })
    const follow = (signal: AbortSignal) => followReply(deps, feed, id, { fresh: true, signal })
    if (!streamed) {
      const bound = AbortSignal.timeout(waitMaxMs(config))
      return await tellAsJson(begun, follow(bound), bound)
    }
    await tellAsEvents(request, reply, begun, { introduce: true, follow })
    return reply
  } finally {
    feed.close()
  }
}

/** Longest a caller is kept for the whole of a reply: it may wait as long again as it may take. */
const waitMaxMs = ({ REPLY_MAX_MS }: Config) => REPLY_MAX_MS * 2
