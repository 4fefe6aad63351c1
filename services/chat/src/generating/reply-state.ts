import type { BrokenOff } from '@lingzhi/model-client/generate'
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
  /** What the filters met in it. */
  readonly hits: readonly FilterHit[]
  readonly failure: unknown
  onEvent: (event: Exclude<AnswerEvent, { type: 'restart' }>) => void
  /** Everything so far is void; what follows belongs to this attempt. */
  onRestart: (attempt: number) => void
  onHits: (hits: readonly FilterHit[]) => void
  onFailure: (failure: unknown) => void
  /**
   * How the reply ends, as things stand. `estimate` says who was asked last and what an answer that was broken off
   * cost: providers bill that as well.
   */
  ending: (reached: Reached, estimate: (said: string) => BrokenOff | undefined) => Ending
}

/** What has become of a reply so far; its text goes to `out` as it comes. */
export function openReplyState(
  out: Pick<ReplyLog, 'append' | 'reset' | 'text' | 'runs'>,
  first: Pick<Ending, 'attempt' | 'workerId'>,
  now: () => Date,
): ReplyState {
  const { workerId } = first
  let { attempt } = first
  let firstTokenAt: Date | null = null
  let end: EndEvent | undefined
  let cached = false
  let hits: readonly FilterHit[] = []
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
      else if (event.type !== 'tool_calls') {
        firstTokenAt ??= now()
        // PostgreSQL has no U+0000, and nobody means one.
        out.append(event.type, event.text.replaceAll('\0', ''))
      }
    },
    onRestart: (next) => {
      attempt = next
      cached = false
      out.reset(next)
    },
    onHits: (met) => {
      hits = met
    },
    onFailure: (error) => {
      failure = error
    },
    ending: (reached, estimate) => {
      const said = out.text.reasoning + out.text.content
      const asked = end ?? estimate(said)
      return {
        ...judge({ ...reached, finishReason: end?.finishReason, failure }),
        attempt,
        workerId,
        usage: end || said ? (asked?.usage ?? null) : null,
        model: asked?.model ?? null,
        provider: asked?.provider ?? null,
        providerCalls: asked?.attempts ?? null,
        cached,
        runs: out.runs,
        firstTokenAt,
        endedAt: now(),
      }
    },
  }
}
