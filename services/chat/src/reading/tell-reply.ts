import { unpack } from '@lingzhi/contracts/carried-problem'
import type { Problem } from '@lingzhi/contracts/problem'
import { problem } from '@lingzhi/contracts/problem'
import { inLanguageOf, languageOf } from '@lingzhi/http/language'
import type { SseEvent } from '@lingzhi/http/sse'
import { openSse } from '@lingzhi/http/sse'
import { ModelTimeout } from '@lingzhi/model-client/problems'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { ConversationNotFound } from '../conversations/problems.ts'
import type { TakenReply } from '../generating/run-reply.ts'
import { UsageShape } from '../usage/usage-shape.ts'
import type { Outcome } from './entries.ts'
import { entryId } from './entries.ts'
import type { Heard } from './follow-reply.ts'

export const StreamInterrupted = problem('STREAM_INTERRUPTED', 503, {
  zh: '回答的传输中断，请续传',
  en: 'The stream was interrupted. Resume it.',
  check: 'The log of chat at that moment; the reader comes back with Last-Event-ID and misses nothing.',
})

export const WholeReply = Type.Object({
  success: Type.Literal(true),
  message: Type.String(),
  response: Type.String(),
  conversation_id: Type.String(),
  cached: Type.Boolean(),
  data: Type.Object({
    reply: Type.String(),
    conversation_id: Type.String(),
    agent_id: Type.Integer(),
    message_id: Type.String(),
    reply_id: Type.String(),
    question_id: Type.String(),
    cached: Type.Boolean(),
    usage: UsageShape,
    finish_reason: Type.String(),
    model: Type.Union([Type.String(), Type.Null()]),
    reasoning: Type.String(),
    response: Type.String({ description: 'The same as reply, for older front ends.' }),
    conversationId: Type.String({ description: 'The same as conversation_id, for older front ends.' }),
    agentId: Type.Integer({ description: 'The same as agent_id, for older front ends.' }),
  }),
})

/** Does the caller want the answer as it comes? */
export const wantsStream = (request: FastifyRequest, stream: boolean | undefined): boolean =>
  stream === true || /\btext\/event-stream\b/.test(request.headers.accept ?? '')

type Ids = Pick<TakenReply, 'id' | 'conversation_id' | 'message_id' | 'question_id' | 'agent_id'>

/** Streams a reply to its end, or until the reader leaves; the reply itself does not mind. */
export async function tellAsEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  ids: Ids,
  { introduce, follow }: { introduce: boolean; follow: (signal: AbortSignal) => AsyncIterable<Heard> },
): Promise<void> {
  const stream = openSse(reply)
  const { conversation_id, message_id, question_id, agent_id } = ids
  const start = { conversation_id, message_id, reply_id: ids.id, question_id, agent_id }
  const fail = (problem: Problem) => {
    const path = request.url.split('?', 1)[0] ?? '/'
    return stream.send({ event: 'error', data: problem.toDocument(path, request.id, languageOf(request)) })
  }
  try {
    if (introduce) await stream.send({ event: 'start', data: start })
    let ended = false
    for await (const heard of follow(stream.signal)) {
      if (heard.kind === 'end' && heard.outcome.problem) await fail(unpack(heard.outcome.problem))
      else await stream.send(toEvent(heard, start))
      ended ||= heard.kind === 'end'
    }
    if (!ended && !stream.signal.aborted) await fail(ConversationNotFound())
  } catch (err) {
    // Headers are out: the failure travels as an event, and the reader comes back with its last id.
    request.log.error({ err, reply_id: ids.id }, 'a stream was interrupted')
    await fail(StreamInterrupted({ retryAfterS: 1 }))
  } finally {
    stream.end()
  }
}

function toEvent(heard: Heard, start: object): SseEvent {
  switch (heard.kind) {
    case 'queued':
      return { event: 'queued', data: { position: heard.ahead + 1 } }
    case 'reset':
      return { event: 'reset', id: entryId(heard), data: {} }
    case 'text': {
      const { part, text } = heard
      const event = part === 'reasoning' ? { event: 'reasoning' } : {}
      return { ...event, id: entryId(heard), data: { content: text } }
    }
    case 'end': {
      const { problem: _, ...outcome } = heard.outcome
      return { event: 'done', id: entryId(heard), data: { ...outcome, ...start } }
    }
  }
}

/** Waits for the whole reply, as long as the bound lets it; a failed one is raised as its problem. */
export async function tellAsJson(
  request: FastifyRequest,
  ids: Ids,
  heard: AsyncIterable<Heard>,
  bound: AbortSignal,
) {
  let said = { reasoning: '', content: '' }
  let outcome: Outcome | undefined
  for await (const item of heard) {
    if (item.kind === 'reset') said = { reasoning: '', content: '' }
    if (item.kind === 'text') said[item.part] += item.text
    if (item.kind === 'end') outcome = item.outcome
  }
  if (!outcome) throw bound.aborted ? ModelTimeout() : ConversationNotFound()
  if (outcome.problem) throw unpack(outcome.problem)
  const { id: reply_id, conversation_id, message_id, question_id, agent_id } = ids
  const { cached, usage, finish_reason, model } = outcome
  const { content: reply, reasoning } = said
  return {
    success: true as const,
    message: inLanguageOf(request, { zh: '对话成功', en: 'Answered.' }),
    response: reply,
    conversation_id,
    cached,
    data: {
      ...{ reply, conversation_id, agent_id, message_id, reply_id, question_id },
      ...{ cached, usage, finish_reason, model, reasoning },
      ...{ response: reply, conversationId: conversation_id, agentId: agent_id },
    },
  }
}
