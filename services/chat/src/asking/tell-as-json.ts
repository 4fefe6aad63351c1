import type { ReplyOutcome } from '@lingzhi/contracts/chat-replies'
import { problem } from '@lingzhi/contracts/problem'
import { Nullable } from '@lingzhi/contracts/shapes'
import { ApprovalPart } from '@lingzhi/contracts/tool-parts'
import { inLanguageOf } from '@lingzhi/http/language'
import { ModelTimeout } from '@lingzhi/model-client/failures/problems'
import type { ReaderEntry } from '@lingzhi/reply-feed/follow-entries'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { ConversationNotFound } from '../access.ts'
import type { ReplyIds } from '../reading/entries.ts'
import { fromStored } from '../reading/stored-problem.ts'
import { UsageShape } from '../usage/usage-shape.ts'

export const WholeReply = Type.Object(
  {
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
      model: Nullable(Type.String()),
      reasoning: Type.String(),
      response: Type.String({ description: 'The same as reply, for older front ends.' }),
      conversationId: Type.String({ description: 'The same as conversation_id, for older front ends.' }),
      agentId: Type.Integer({ description: 'The same as agent_id, for older front ends.' }),
    }),
  },
  { title: 'Answer' },
)

const WaitingCall = Type.Object(
  { reply_id: Type.String(), conversation_id: Type.String(), tool_call: Type.Omit(ApprovalPart, ['type']) },
  { title: 'WaitingToolCall' },
)

export const ToolApprovalNeeded = problem('TOOL_APPROVAL_NEEDED', 409, {
  zh: '回答需要您允许一次工具调用，允许或拒绝后可继续读取这个回答',
  en: 'The answer waits for you to allow a call of a tool. Decide, then go on reading the same reply.',
  check:
    '`data`: POST /api/tool-calls/{tool_call_id}/approve or /deny, then GET /api/chat-stream/{reply_id}.',
  data: WaitingCall,
})

/**
 * Waits for the whole reply. Raises a failed one's problem, TOOL_APPROVAL_NEEDED when it waits for the caller, MODEL_TIMEOUT when the bound fires, and
 * CONVERSATION_NOT_FOUND when the reply was deleted.
 */
export async function tellAsJson(
  request: FastifyRequest,
  ids: ReplyIds,
  entries: AsyncIterable<ReaderEntry>,
  bound: AbortSignal,
) {
  let answer = { reasoning: '', content: '' }
  let outcome: ReplyOutcome | undefined
  for await (const entry of entries) {
    if (entry.kind === 'reset') answer = { reasoning: '', content: '' }
    if (entry.kind === 'text') answer[entry.part] += entry.text
    if (entry.kind === 'tool' && entry.tool.type === 'approval') {
      const { type: _, ...tool_call } = entry.tool
      const data = { reply_id: ids.id, conversation_id: ids.conversation_id, tool_call }
      throw ToolApprovalNeeded({ extra: { data } })
    }
    if (entry.kind === 'end') outcome = entry.outcome
  }
  if (!outcome) throw bound.aborted ? ModelTimeout() : ConversationNotFound()
  if (outcome.problem) throw fromStored(outcome.problem, request)
  const { id: reply_id, conversation_id, message_id, question_id, agent_id } = ids
  const { cached, usage, finish_reason, model } = outcome
  const { content: reply, reasoning } = answer
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
