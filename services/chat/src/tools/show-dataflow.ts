import { instant, isId, Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { guestProblems } from '@lingzhi/identity/guard-problems'
import { optionalScope } from '@lingzhi/identity/identify'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { mayUse } from '../access.ts'
import type { Deps } from '../deps.ts'
import { ReplyNotFound } from '../reading/stream-reply.ts'
import { findTurn } from './dataflow.queries.ts'
import { expiryOf } from './tell-calls.ts'
import type { ToolCallRow } from './tool-calls.queries.ts'
import { roundsOf } from './tool-calls.queries.ts'

const previewChars = 100

const Node = Type.Object(
  {
    node_id: Type.String(),
    node_type: Type.Enum(['user_message', 'assistant_message', 'tool_use', 'tool_result']),
    node_name: Type.String(),
    timestamp: instant,
    content_preview: Type.String({ description: 'Its first 100 characters.' }),
    extra_data: Type.Record(Type.String(), Type.Unknown(), {
      description:
        'Of a call: server, status, arguments and until when it waits. Of a result: status and all of it.',
    }),
    parent_node_id: Nullable(Type.String()),
    children_node_ids: Type.Array(Type.String()),
  },
  { title: 'DataflowNode' },
)

const Dataflow = Type.Object(
  {
    conversation_turn_id: Uuid,
    session_id: Uuid,
    root_node_id: Type.String(),
    nodes: Type.Array(Node),
    events: Type.Array(
      Type.Object(
        {
          type: Type.Enum(['message', 'tool_call', 'tool_result']),
          timestamp: instant,
          data: Type.Record(Type.String(), Type.Unknown()),
        },
        { title: 'DataflowEvent' },
      ),
      { description: 'The same, one after the other.' },
    ),
  },
  { title: 'Dataflow' },
)

type FlowNode = Static<typeof Node>

/** How an answer came about: the question, each call and its result, the answer. */
export function showDataflow(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/v1/conversation/:turn_id/dataflow',
    {
      onRequest: optionalScope('chat', 'read'),
      schema: {
        tags: ['tools'],
        summary: 'Show how an answer came about: its calls of tools and what they gave',
        description:
          '`turn_id` is the `reply_id`. Also while the reply is unfinished or waits for an approval.',
        params: Type.Object({ turn_id: Type.String() }),
        response: { 200: success(Dataflow), ...problems(...guestProblems, ReplyNotFound) },
      },
    },
    async (request) => {
      const { turn_id: id } = request.params
      const turn = isId(id) ? await findTurn(db, id) : undefined
      if (!turn || !mayUse(turn, request.principal)) throw ReplyNotFound()
      const nodes: FlowNode[] = []
      const add = (node: Omit<FlowNode, 'children_node_ids' | 'content_preview'>, text: string) => {
        nodes.push({
          ...node,
          content_preview: text.slice(0, previewChars).toWellFormed(),
          children_node_ids: [],
        })
        const parent = nodes.find(({ node_id }) => node_id === node.parent_node_id)
        parent?.children_node_ids.push(node.node_id)
      }
      const message = (
        node_type: 'user_message' | 'assistant_message',
        node_id: string,
        at: Date,
        text: string,
        parent_node_id: string | null,
      ) =>
        add(
          {
            node_id,
            node_type,
            node_name: node_type,
            timestamp: at.toISOString(),
            extra_data: {},
            parent_node_id,
          },
          text,
        )
      message('user_message', turn.question_id, turn.asked_at, turn.question, null)
      let last = turn.question_id
      for (const { round, calls } of await roundsOf(db, turn.id)) {
        const roundId = `${turn.id}-${round.round}`
        message('assistant_message', roundId, round.created_at, round.content.trim(), last)
        for (const call of calls) addCall(add, call, roundId)
        last = roundId
      }
      if (turn.ended_at) message('assistant_message', turn.message_id, turn.ended_at, turn.answer, last)
      return {
        success: true as const,
        data: {
          conversation_turn_id: turn.id,
          session_id: turn.conversation_id,
          root_node_id: turn.question_id,
          nodes,
          events: nodes.map(toEvent),
        },
      }
    },
  )
}

type Add = (node: Omit<FlowNode, 'children_node_ids' | 'content_preview'>, text: string) => void

function addCall(add: Add, call: ToolCallRow, parent: string): void {
  const { id, name, server, tool, status, arguments: args, created_at, ended_at, result, truncated } = call
  const waits = status === 'waiting_approval' && { expires_at: expiryOf(call).toISOString() }
  const extra_data = { server, tool, status, arguments: args, ...waits }
  const shared = { node_name: name }
  add(
    {
      ...shared,
      node_id: id,
      node_type: 'tool_use',
      timestamp: created_at.toISOString(),
      extra_data,
      parent_node_id: parent,
    },
    JSON.stringify(args ?? {}),
  )
  if (ended_at)
    add(
      {
        ...shared,
        node_id: `${id}-result`,
        node_type: 'tool_result',
        timestamp: ended_at.toISOString(),
        extra_data: { status, result: result ?? '', truncated },
        parent_node_id: id,
      },
      result ?? '',
    )
}

const eventTypes = {
  user_message: 'message',
  assistant_message: 'message',
  tool_use: 'tool_call',
  tool_result: 'tool_result',
} as const

const toEvent = ({ node_type, node_id, node_name, timestamp, content_preview, extra_data }: FlowNode) => ({
  type: eventTypes[node_type],
  timestamp,
  data: { id: node_id, name: node_name, preview: content_preview, ...extra_data },
})
