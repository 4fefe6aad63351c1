import { newId } from '@lingzhi/contracts/ids'
import type { FilterHit } from '@lingzhi/text-filters/create-filter'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { filterInput } from '../filters/filter-input.ts'
import { openDeadline } from '../generating/deadline.ts'
import type { Worker } from '../generating/worker.ts'
import { followReply } from '../reading/follow-reply.ts'
import { tellAsText } from '../reading/tell-as-text.ts'
import { tellAsEvents, tellAsJson } from '../reading/tell-reply.ts'
import type { Asked } from './begin-reply.ts'
import { beginReply } from './begin-reply.ts'

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
  { streamed, ...asked }: Omit<Asked, 'id' | 'requestId'> & { streamed: boolean },
) {
  const id = newId()
  const feed = deps.live.open(id, { near: true })
  try {
    const { text: content, hits } = await passFilters(request, deps, asked)
    const begun = await beginReply(deps, config, worker, request.principal, feed, {
      ...asked,
      id,
      content,
      hits,
      requestId: request.id,
    })
    const follow = (signal: AbortSignal) => {
      const heard = followReply(deps, feed, id, { fresh: true, signal })
      return asked.options.format === 'text' ? tellAsText(heard) : heard
    }
    if (!streamed) {
      const bound = openDeadline(waitMaxMs(config))
      return await tellAsJson(request, begun, follow(bound.signal), bound.signal).finally(bound.close)
    }
    await tellAsEvents(request, reply, begun, { introduce: true, follow })
    return reply
  } finally {
    feed.close()
  }
}

/** The question as the agent's rules let it be asked. */
async function passFilters(
  request: FastifyRequest,
  { db, filters, now }: Deps,
  { agent, content }: Pick<Asked, 'agent' | 'content'>,
): Promise<{ text?: string; hits: FilterHit[] }> {
  if (content === undefined) return { hits: [] }
  const { input } = await filters.of(agent)
  const user_id = request.principal?.userId ?? null
  return filterInput(db, input, content, {
    ...{ place: 'input', agent_id: agent.id, user_id, reply_id: null, at: now() },
  })
}

/** Longest a caller is kept for the whole of a reply: it may wait as long again as it may take. */
const waitMaxMs = ({ REPLY_MAX_MS }: Config) => REPLY_MAX_MS * 2
