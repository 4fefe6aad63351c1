import type { Word } from './words.ts'

const id = '019612a4-53c0-7d3e-9c1b-2f7c1c0d9e10'
const callOf = {
  type: 'tool_call',
  tool_call_id: id,
  name: 'weather__today',
  server: 'weather',
  tool: 'today',
}
const parts: Word = [
  'What was told of calls of tools; left out where there were none.',
  [{ ...callOf, arguments: { city: '成都' }, at: 7 }],
]

/** The words of tools; see words.ts. */
export const wordsOfTools: Readonly<Record<string, Word>> = {
  tool_call_id: ['Which call it is.', id],
  tool_call: ['The call that waits.'],
  'PlacedToolCall.at': ['Its place among the units of text and the parts of the reply.', 7],
  'PlacedApproval.at': ['Its place among the units of text and the parts of the reply.', 8],
  'PlacedToolResult.at': ['Its place among the units of text and the parts of the reply.', 8],
  'Message.parts': parts,
  'SingleMessage.parts': parts,
  tool: ['The name that its server gives it.', 'today'],
  servers: ['The servers of tools, by name.'],
  header_names: [
    'The names of the headers that are sent; their values are told to nobody.',
    ['Authorization'],
  ],
  input_schema: [
    'What it is called with, as JSON Schema.',
    { type: 'object', properties: { city: { type: 'string' } } },
  ],
  tool_type: ['Whether a server has it, or it is built in.', 'mcp'],
  categories: ['The servers that have tools, and `builtin`.'],
  'ToolCategory.name': ['The server’s name; `builtin`: the platform’s own.', 'weather'],
  'ToolCategory.tools': ['How many tools it has.', 3],
  turn_id: ['The `reply_id` of the answer.', id],
  conversation_turn_id: ['The `reply_id` of the answer.', id],
  'Dataflow.session_id': ['The conversation.', id],
  root_node_id: ['The node of the question.', id],
  nodes: ['The question, each call and its result, the answer.'],
  node_id: ['Which node it is.', id],
  node_type: ['What it is.', 'tool_use'],
  node_name: ['The tool’s name, or what the node is.', 'weather__today'],
  parent_node_id: ['The node that it came from; null: none.', id],
  children_node_ids: ['The nodes that came from it.', []],
  'DataflowNode.timestamp': ['When it happened.', '2026-11-28T04:30:00.000Z'],
  'DataflowEvent.timestamp': ['When it happened.', '2026-11-28T04:30:00.000Z'],
  'DataflowEvent.type': ['What it is.', 'tool_call'],
  'DataflowEvent.data': ['What is known of it.', { id, name: 'weather__today', preview: '{"city":"成都"}' }],
  content_preview: ['Its first 100 characters.', '{"city":"成都"}'],
}
