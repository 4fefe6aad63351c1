import type { ToolPart } from '@lingzhi/api-client'

type Of<T extends ToolPart['type']> = Extract<ToolPart, { type: T }>

/** One call of a tool, as far as it is known. */
export interface Step {
  id: string
  name: string
  server: string | null
  tool: string
  arguments: unknown
  state: 'running' | 'waiting' | Of<'tool_result'>['status']
  /** Until when a call that waits can be decided. */
  until: string | null
  /** The beginning of its result. */
  result: string | null
  truncated: boolean
}

/** The calls of an answer, in their order, from what was told of them one after the other. */
export function stepsOf(parts: readonly ToolPart[]): Step[] {
  const steps = new Map<string, Step>()
  for (const part of parts) {
    if (part.type === 'tool_call') {
      const { tool_call_id: id, name, server, tool, arguments: given } = part
      steps.set(id, {
        ...{ id, name, server, tool, arguments: given, state: 'running' },
        ...{ until: null, result: null, truncated: false },
      })
      continue
    }
    const step = steps.get(part.tool_call_id)
    if (!step) continue
    if (part.type === 'approval') Object.assign(step, { state: 'waiting', until: part.expires_at })
    else {
      const { status: state, result, truncated } = part
      Object.assign(step, { state, result, truncated, until: null })
    }
  }
  return [...steps.values()]
}
