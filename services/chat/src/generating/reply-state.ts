import { withoutNul } from '@lingzhi/contracts/shapes'
import type { BrokenOff } from '@lingzhi/model-client/model-events'
import type { FilterHit } from '@lingzhi/text-filters/create-filter'
import type { ReplyLog } from '../reading/reply-log.ts'
import type { Reached } from './bounds.ts'
import { judge } from './judge.ts'
import type { Ending } from './reply-types.ts'
import type { AnswerEvent } from './share-answer.ts'

type EndEvent = Extract<AnswerEvent, { type: 'end' }>

export interface ReplyState {
  readonly attempt: number
  /** Characters of the answer so far, reasoning included. */
  readonly chars: number
  /** What the filters found in it. */
  readonly hits: readonly FilterHit[]
  readonly failure: unknown
  onEvent: (event: Exclude<AnswerEvent, { type: 'restart' }>) => void
  /** Voids everything so far; what follows belongs to this attempt. */
  onRestart: (attempt: number) => void
  onHits: (hits: readonly FilterHit[]) => void
  /** How often the guard has held an answer back so far. */
  onHeld: (times: number) => void
  onFailure: (failure: unknown) => void
  /**
   * How the reply ends if it ends now. `estimate` gives the model called last and the usage of an answer that was
   * broken off, which providers bill as well.
   */
  ending: (reached: Reached, estimate: (answer: string) => BrokenOff | undefined) => Ending
}

/** The state of a reply while it is generated; its text is passed on to `out`. */
export function openReplyState(
  out: Pick<ReplyLog, 'append' | 'tell' | 'reset' | 'text' | 'runs' | 'parts'>,
  first: Pick<Ending, 'attempt' | 'workerId'>,
  now: () => Date,
): ReplyState {
  const { workerId } = first
  let { attempt } = first
  let firstTokenAt: Date | null = null
  let end: EndEvent | undefined
  let cached = false
  let hits: readonly FilterHit[] = []
  let heldBack: number | null = null
  let failure: unknown

  return {
    get attempt() {
      return attempt
    },
    get chars() {
      return out.text.reasoning.length + out.text.content.length
    },
    get hits() {
      return hits
    },
    get failure() {
      return failure
    },
    onEvent: (event) => {
      if (event.type === 'end') end = event
      else if (event.type === 'reused') cached = true
      else if (event.type === 'tool') out.tell(event.part)
      else if (event.type !== 'tool_calls') {
        firstTokenAt ??= now()
        out.append(event.type, withoutNul(event.text))
      }
    },
    onRestart: (next) => {
      attempt = next
      cached = false
      out.reset(next)
    },
    onHits: (found) => {
      hits = found
    },
    onHeld: (times) => {
      heldBack = times
    },
    onFailure: (error) => {
      failure = error
    },
    ending: (reached, estimate) => {
      const answer = out.text.reasoning + out.text.content
      const source = end ?? estimate(answer)
      return {
        ...judge({
          ...reached,
          finishReason: end?.finishReason,
          empty: out.text.content.trim() === '',
          failure,
        }),
        attempt,
        workerId,
        usage: end || answer || out.parts.length > 0 ? (source?.usage ?? null) : null,
        model: source?.model ?? null,
        provider: source?.provider ?? null,
        providerCalls: source?.attempts ?? null,
        cached,
        heldBack,
        runs: out.runs,
        firstTokenAt,
        endedAt: now(),
      }
    },
  }
}
