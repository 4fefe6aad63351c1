import type { Failure } from '../failures/failures.ts'
import type { GenerateRequest, ModelMessage } from '../model-events.ts'
import type { RequestBody } from '../provider-api.ts'
import type { Change } from '../requests/change.ts'
import { findChange } from '../requests/find-change.ts'
import { tooLongHint } from '../requests/max-tokens.ts'
import { refusesTools } from '../requests/optional-tools.ts'
import { nextMode } from '../requests/structured-output.ts'

/** Further calls for the parameters of one request. */
const changesMax = 6

/** How a request differs from what was asked for, so that its provider may take it. */
export interface Adapted {
  messages: ModelMessage[]
  /** Not remembered yet: made after refusals of this request. */
  changes: Change[]
  shortened: boolean
  /** What the last change was, for the log. */
  because: string
}

export const asGiven = ({ messages }: GenerateRequest): Adapted => ({
  messages,
  changes: [],
  shortened: false,
  because: '',
})

/**
 * The request that a provider may take after it refused `body`: without the parameter that it names, with a smaller
 * bound, or with the messages shortened once. Undefined when nothing that it said helps.
 */
export function adaptRequest(
  request: GenerateRequest,
  adapted: Adapted,
  body: RequestBody,
  { kind, refusal }: Failure,
): Adapted | undefined {
  if (refusal && adapted.changes.length < changesMax) {
    const change =
      (request.structured && nextMode(body, refusal)) ??
      findChange(body, refusal, kind) ??
      (request.toolsOptional && (kind === 'request' || kind === 'model')
        ? refusesTools(body, refusal)
        : undefined)
    if (
      change &&
      !adapted.changes.some(
        (made) => made.name === change.name && made.as === change.as && made.most === change.most,
      )
    )
      return { ...adapted, changes: [...adapted.changes, change], because: describe(change) }
  }
  if (kind !== 'tooLong' || adapted.shortened || !request.shorten) return undefined
  const messages = request.shorten(adapted.messages, refusal ? tooLongHint(refusal.words, refusal.text) : {})
  return messages && { ...adapted, messages, shortened: true, because: 'shorter messages' }
}

function describe({ name, as, most }: Change): string {
  if (most !== undefined) return `${name} lowered to ${most}`
  return as === undefined ? `without ${name}` : `${name} sent as ${as}`
}
