import type { MoreMembers } from '@lingzhi/model-client/model-events'
import type { ToolCallDelta } from '@lingzhi/model-client/provider-api'

/** A call as a model made it, whole, with whatever its provider sent besides. */
export interface ModelCall {
  id: string
  type: 'function'
  function: { name: string; arguments: string }
  [more: string]: unknown
}

/** Longer arguments are no call: it is refused. */
export const argumentsCharsMax = 65_536
/** More calls in one round are not even told of. */
const callsMax = 64

/** Joins the pieces of one round's calls. */
export function joinCalls() {
  const calls = new Map<number, ModelCall>()
  let more: MoreMembers = {}
  return {
    take: (deltas: readonly ToolCallDelta[], extra: MoreMembers = {}) => {
      more = { ...more, ...extra }
      for (const { index, ...delta } of deltas) {
        const known = calls.get(index)
        const text = delta.function?.arguments ?? ''
        if (known) {
          if (known.function.arguments.length <= argumentsCharsMax) known.function.arguments += text
          const { id: _, type: __, function: ___, ...others } = delta
          Object.assign(known, others)
        } else if (calls.size < callsMax) {
          const { name = '', ...others } = delta.function ?? {}
          const whole = { ...others, name, arguments: text }
          calls.set(index, { ...delta, id: delta.id ?? `call_${index}`, type: 'function', function: whole })
        }
      }
    },
    clear: () => {
      calls.clear()
      more = {}
    },
    get calls(): ModelCall[] {
      return [...calls.values()]
    },
    get more(): MoreMembers {
      return more
    },
  }
}
