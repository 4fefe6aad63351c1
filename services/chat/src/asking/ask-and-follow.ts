import { newId } from '@lingzhi/contracts/ids'
import type { FilterHit } from '@lingzhi/text-filters/create-filter'
import type { PreparedFilter } from '@lingzhi/text-filters/prepare-filters'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { filterInput } from '../filters/filter-input.ts'
import { openDeadline } from '../generating/deadline.ts'
import { followReply } from '../reading/follow-reply.ts'
import { tellAsEvents } from '../reading/tell-as-events.ts'
import { tellAsJson } from '../reading/tell-as-json.ts'
import { tellAsText } from '../reading/tell-as-text.ts'
import type { Asked, AskingContext } from './asked.ts'
import { beginReply } from './begin-reply.ts'

/**
 * Begins a reply and lets the one who asked read it, streamed or whole. Listening starts before the reply does, so
 * nothing is missed; and reading it is no different from any other reading, so one who leaves stops nothing. Raises
 * CONTENT_BLOCKED, and what beginReply raises.
 */
export async function askAndFollow(
  ctx: AskingContext,
  { request, response }: { request: FastifyRequest; response: FastifyReply },
  { streamed, ...asked }: Omit<Asked, 'principal'> & { streamed: boolean },
) {
  const { principal } = request
  const id = newId()
  const feed = ctx.live.open(id, { near: true })
  try {
    const filters = await ctx.filters.of(asked.agent)
    const passed = await passFilter(ctx, filters.input, { ...asked, principal })
    const begun = await beginReply(ctx, feed, {
      ...asked,
      id,
      principal,
      filters,
      content: passed.text,
      hits: passed.hits,
      requestId: request.id,
    })
    const follow = (signal: AbortSignal) => {
      const heard = followReply(ctx, feed, id, { fresh: true, signal })
      return asked.options.format === 'text' ? tellAsText(heard) : heard
    }
    if (!streamed) {
      const bound = openDeadline(waitMaxMs(ctx.config))
      return await tellAsJson(request, begun, follow(bound.signal), bound.signal).finally(bound.close)
    }
    // The gateway keeps it under an Idempotency-Key, so that the same request again reads the same stream.
    response.header('Content-Location', `/api/chat-stream/${id}`)
    await tellAsEvents(request, response, begun, { introduce: true, follow })
    return response
  } finally {
    feed.close()
  }
}

/** The question as the agent's rules let it be asked. */
async function passFilter(
  { db, now }: Pick<AskingContext, 'db' | 'now'>,
  filter: PreparedFilter | undefined,
  { agent, content, principal }: Pick<Asked, 'agent' | 'content' | 'principal'>,
): Promise<{ text?: string; hits: FilterHit[] }> {
  if (content === undefined) return { hits: [] }
  return filterInput(db, filter, content, {
    place: 'input',
    agent_id: agent.id,
    user_id: principal?.userId ?? null,
    reply_id: null,
    at: now(),
  })
}

/** Longest a caller is kept for the whole of a reply: it may wait as long again as it may take. */
const waitMaxMs = ({ REPLY_MAX_MS }: Config) => REPLY_MAX_MS * 2
