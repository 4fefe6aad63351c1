import type { Problem } from '@lingzhi/contracts/problem'
import { problem } from '@lingzhi/contracts/problem'
import { languageOf } from '@lingzhi/http/language'
import type { SseEvent } from '@lingzhi/http/sse'
import { openSse } from '@lingzhi/http/sse'
import type { ReaderEntry } from '@lingzhi/reply-feed/follow-entries'
import { entryId, replyTag } from '@lingzhi/reply-feed/place'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ConversationNotFound } from '../access.ts'
import type { ReplyIds } from './entries.ts'
import { fromStored } from './stored-problem.ts'

export const StreamInterrupted = problem('STREAM_INTERRUPTED', 503, {
  zh: '回答的传输已中断，请重新连接以继续接收',
  en: 'The stream was interrupted. Reconnect to resume it.',
  check: 'Chat’s log at that time. A reader that reconnects with Last-Event-ID misses nothing.',
})

/** The place before the first entry: whoever saw only `start` resumes there. */
const beginning = '0-0'

/** Streams a reply to its end, or until the reader leaves, which does not stop the reply. */
export async function tellAsEvents(
  request: FastifyRequest,
  response: FastifyReply,
  ids: ReplyIds,
  { introduce, follow }: { introduce: boolean; follow: (signal: AbortSignal) => AsyncIterable<ReaderEntry> },
): Promise<void> {
  const stream = openSse(response)
  const { conversation_id, message_id, question_id, agent_id } = ids
  const start = { conversation_id, message_id, reply_id: ids.id, question_id, agent_id }
  const tag = replyTag(ids.id)
  const fail = (problem: Problem, id?: string) => {
    const path = request.url.split('?', 1)[0] ?? '/'
    const data = problem.toDocument(path, request.id, languageOf(request))
    return stream.send({ event: 'error', ...(id && { id }), data })
  }
  try {
    // The id comes last: readers from before it had one look for the data right after the name.
    if (introduce)
      await stream.send({
        event: 'start',
        text: `${JSON.stringify({ ...start, ...scenarioOf(ids) })}\nid: ${beginning}-${tag}`,
      })
    let ended = false
    /** All text since a reset: `done` repeats it, for readers that cannot take text back. */
    let text: string | undefined
    for await (const entry of follow(stream.signal)) {
      if (entry.kind === 'reset') text = ''
      else if (entry.kind === 'text' && entry.part === 'content' && text !== undefined) text += entry.text
      if (entry.kind === 'end' && entry.outcome.problem)
        await fail(fromStored(entry.outcome.problem, request), `${entryId(entry)}-${tag}`)
      else await stream.send(toEvent(entry, { start, tag, text }))
      ended ||= entry.kind === 'end'
    }
    if (!ended && !stream.signal.aborted) await fail(ConversationNotFound())
  } catch (err) {
    // Headers are sent, so the failure goes out as an event; the reader resumes with its last event id.
    request.log.error({ err, reply_id: ids.id }, 'a stream was interrupted')
    await fail(StreamInterrupted({ retryAfterS: 1 }))
  } finally {
    stream.end()
  }
}

/** Which scenario is in effect, and why. */
const scenarioOf = ({ options }: ReplyIds) => (options?.match ? { scenario: options.match } : {})

function toEvent(
  entry: ReaderEntry,
  { start, tag, text }: { start: object; tag: string; text: string | undefined },
): SseEvent {
  switch (entry.kind) {
    case 'queued':
      return { event: 'queued', data: { position: entry.ahead + 1 } }
    case 'reset':
      return { event: 'reset', id: `${entryId(entry)}-${tag}`, data: {} }
    case 'text': {
      const id = `${entryId(entry)}-${tag}`
      // No named event has a member `content`: who reads nothing else shows the answer alone.
      return entry.part === 'reasoning'
        ? { event: 'reasoning', id, data: { reasoning: entry.text } }
        : { id, data: { content: entry.text } }
    }
    case 'tool': {
      const { type, ...data } = entry.tool
      return { event: type, id: `${entryId(entry)}-${tag}`, data }
    }
    case 'end': {
      const { problem: _, ...outcome } = entry.outcome
      return {
        event: 'done',
        id: `${entryId(entry)}-${tag}`,
        data: { ...outcome, ...start, ...(text !== undefined && { text }) },
      }
    }
  }
}
