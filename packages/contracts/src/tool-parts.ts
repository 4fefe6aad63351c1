import type { Static } from 'typebox'
import { Type } from 'typebox'
import { instant, Uuid } from './ids.ts'
import { Nullable } from './shapes.ts'

/** How a call ended. */
const ToolOutcome = Type.Enum(['completed', 'failed', 'denied', 'timed_out', 'unknown'], {
  description:
    'unknown: it was under way when its replica died, and is not repeated, because it may have changed something.',
})

export const ToolCallPart = Type.Object(
  {
    type: Type.Literal('tool_call'),
    tool_call_id: Uuid,
    name: Type.String(),
    server: Nullable(Type.String(), {
      description: 'Null: the tool is built in, or there is none of that name.',
    }),
    tool: Type.String(),
    arguments: Type.Unknown({
      description: 'What it is called with; null where that is no object or too long to show.',
    }),
  },
  { title: 'ToolCallPart' },
)

export const ApprovalPart = Type.Object(
  { type: Type.Literal('approval'), tool_call_id: Uuid, name: Type.String(), expires_at: instant },
  { title: 'ApprovalPart' },
)

export const ToolResultPart = Type.Object(
  {
    type: Type.Literal('tool_result'),
    tool_call_id: Uuid,
    name: Type.String(),
    status: ToolOutcome,
    result: Type.String({ description: 'Its beginning; all of it is in the dataflow.' }),
    truncated: Type.Boolean({ description: 'The model was not given all of it either.' }),
  },
  { title: 'ToolResultPart' },
)

/** What readers are told of a reply's calls, one after the other. */
export type ToolPart =
  | Static<typeof ToolCallPart>
  | Static<typeof ApprovalPart>
  | Static<typeof ToolResultPart>

/** One that was told, with its place: it takes one unit of the reply's positions, of which this is the end. */
export type PlacedPart = ToolPart & { at: number }

const at = Type.Integer({ description: 'Its place among the units of text and the parts of the reply.' })
export const MessagePart = Type.Union([
  Type.Object({ ...ToolCallPart.properties, at }, { title: 'PlacedToolCall' }),
  Type.Object({ ...ApprovalPart.properties, at }, { title: 'PlacedApproval' }),
  Type.Object({ ...ToolResultPart.properties, at }, { title: 'PlacedToolResult' }),
])

/** What is told of tools while an answer is made. */
export interface ToolEvent {
  type: 'tool'
  part: ToolPart
}
