import { Uuid } from '@lingzhi/contracts/ids'
import { ProblemDocument } from '@lingzhi/contracts/problem'
import { Nullable } from '@lingzhi/contracts/shapes'
import { ApprovalPart, ToolCallPart, ToolResultPart } from '@lingzhi/contracts/tool-parts'
import type { EventKind } from '@lingzhi/http/describe-routes'
import { Type } from 'typebox'
import { ScenarioMatch } from '../scenarios/match-shape.ts'
import { UsageShape } from '../usage/usage-shape.ts'

const ids = {
  conversation_id: Uuid,
  message_id: Uuid,
  reply_id: Uuid,
  question_id: Uuid,
  agent_id: Type.Integer(),
}

const Start = Type.Object({ ...ids, scenario: Type.Optional(ScenarioMatch) }, { title: 'ReplyStart' })
const Queued = Type.Object(
  { position: Type.Integer({ description: 'The place in the queue, from 1.', examples: [2] }) },
  { title: 'ReplyQueued' },
)
const Reasoning = Type.Object(
  { reasoning: Type.String({ description: 'The next piece.', examples: ['他在打招呼。'] }) },
  { title: 'ReplyReasoning' },
)
const Text = Type.Object(
  { content: Type.String({ description: 'The next piece.', examples: ['你好！'] }) },
  { title: 'ReplyText' },
)
const Reset = Type.Object({}, { title: 'ReplyReset' })
const End = Type.Object(
  {
    usage: UsageShape,
    cached: Type.Boolean(),
    finish_reason: Type.String(),
    model: Nullable(Type.String()),
    ...ids,
    text: Type.Optional(
      Type.String({ description: 'The whole answer, if a `reset` came before.', examples: ['你好！'] }),
    ),
  },
  { title: 'ReplyDone' },
)

/** The events of a streamed reply, in the order in which they come: what tell-as-events.ts sends. */
export const replyEvents: readonly EventKind[] = [
  {
    name: 'start',
    when: 'First, and not again when a stream is resumed. `reply_id` names the stream from now on: keep it.',
    data: Start,
    id: '0-0-8a10',
  },
  { name: 'queued', when: 'While the reply waits for its turn, whenever its place changes.', data: Queued },
  {
    name: 'reasoning',
    when: 'A piece of what the model thinks before it answers. No part of the answer; it may be ignored.',
    data: Reasoning,
    id: '1-6-8a10',
  },
  { when: 'A piece of the answer: append it to the text.', data: Text, id: '1-9-8a10' },
  {
    name: 'tool_call',
    when: 'The model calls a tool. Those of one reply are told apart by `tool_call_id`.',
    data: Type.Omit(ToolCallPart, ['type'], { title: 'ReplyToolCall' }),
    rare: true,
    id: '1-10-8a10',
  },
  {
    name: 'approval',
    when: 'A call that may change something waits for you: POST /api/tool-calls/{id}/approve or /deny, within a day. Afterwards the answer begins again with a `reset`, and goes on.',
    data: Type.Omit(ApprovalPart, ['type'], { title: 'ReplyApproval' }),
    rare: true,
    id: '1-11-8a10',
  },
  {
    name: 'tool_result',
    when: 'A call has ended, however it did.',
    data: Type.Omit(ToolResultPart, ['type'], { title: 'ReplyToolResult' }),
    rare: true,
    id: '1-11-8a10',
  },
  {
    name: 'reset',
    when: 'The answer begins again, because its replica or its model failed: drop the text so far.',
    data: Reset,
    rare: true,
    id: '2-0-8a10',
  },
  { name: 'done', when: 'The end: the answer is whole.', data: End, id: '1-12-8a10' },
  {
    name: 'error',
    when: 'The end: the reply failed, although the status is 200. After `STREAM_INTERRUPTED` resume; after `INVALID_TOKEN`, which says that the session has ended, sign in and resume.',
    data: ProblemDocument,
    rare: true,
  },
]
