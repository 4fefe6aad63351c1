import { unpack } from '@lingzhi/contracts/carried-problem'
import { inLanguageOf } from '@lingzhi/http/language'
import { ModelTimeout } from '@lingzhi/model-client/problems'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { ConversationNotFound } from '../conversations/problems.ts'
import { UsageShape } from '../usage/usage-shape.ts'
import type { Outcome, ReplyIds } from './entries.ts'
import type { Heard } from './follow-reply.ts'

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

/** Waits for the whole reply, as long as the bound lets it; a failed one is raised as its problem. */
export async function tellAsJson(
  request: FastifyRequest,
  ids: ReplyIds,
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
      reply,
      conversation_id,
      agent_id,
      message_id,
      reply_id,
      question_id,
      cached,
      usage,
      finish_reason,
      model,
      reasoning,
      response: reply,
      conversationId: conversation_id,
      agentId: agent_id,
    },
  }
}
