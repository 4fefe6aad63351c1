import type { ToolPart } from '@lingzhi/contracts/tool-parts'
import type { ToolCallRow } from './tool-calls.queries.ts'
import { approvalHours } from './tool-calls.queries.ts'

/** What readers are shown of a result; the rest is in the dataflow. */
const resultCharsMax = 2_000
const argumentsCharsMax = 4_000

export function callPart({ id, name, server, tool, arguments: args }: ToolCallRow): ToolPart {
  const shown = args !== null && JSON.stringify(args).length <= argumentsCharsMax ? args : null
  return { type: 'tool_call', tool_call_id: id, name, server, tool, arguments: shown }
}

export const expiryOf = ({ created_at }: Pick<ToolCallRow, 'created_at'>): Date =>
  new Date(created_at.getTime() + approvalHours * 3_600_000)

export const approvalPart = (call: ToolCallRow): ToolPart => ({
  type: 'approval',
  tool_call_id: call.id,
  name: call.name,
  expires_at: expiryOf(call).toISOString(),
})

/** Undefined: the call has not ended. */
export function resultPart({ id, name, status, result, truncated }: ToolCallRow): ToolPart | undefined {
  if (status === 'waiting_approval' || status === 'approved' || status === 'running') return undefined
  const shown = (result ?? '').slice(0, resultCharsMax).toWellFormed()
  return { type: 'tool_result', tool_call_id: id, name, status, result: shown, truncated }
}
