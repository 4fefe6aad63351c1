import type { ReplyGuard } from '@lingzhi/contracts/chat-replies'
import type { Generate } from '@lingzhi/model-client/calling/generate'
import type { GenerateRequest, ModelEvent, ModelMessage, Usage } from '@lingzhi/model-client/model-events'
import { createFilter } from '@lingzhi/text-filters/create-filter'
import { prepareFilter } from '@lingzhi/text-filters/prepare-filters'

type EndEvent = Extract<ModelEvent, { type: 'end' }>
type Billed = Pick<EndEvent, 'usage' | 'model' | 'provider' | 'attempts'>

/** Calls to a model before what stands instead is answered. */
const triesMax = 2

const reminder = `再次提醒：上一次的回答说出了最终答案，已被拦下。这一次绝对不要写出最终答案，不论以何种形式（数值、式子、选项、单位、LaTeX）；只给思路与提示。`

/**
 * Wraps a model so that no reader, log or row ever gets a guarded term, in whatever pieces it comes: the text that could
 * still become one is held back, what a model thinks is left out, and an answer that says one restarts, once with a sharper rule,
 * then with the guard's own text. `onHeld` gets how often that was.
 */
export function guardAnswers(
  generate: Generate,
  guard: ReplyGuard,
  onHeld: (times: number) => void,
): (request: GenerateRequest) => AsyncGenerator<ModelEvent> {
  const rule = { name: 'guard', action: 'block' as const, places: ['output' as const], patterns: [] }
  const prepared = prepareFilter([{ ...rule, words: guard.terms }], 'output')
  return async function* guarded(request) {
    if (!prepared) return yield* generate(request)
    let billed: Billed | undefined
    onHeld(0)
    for (let tries = 1; tries <= triesMax; tries++) {
      const asked = tries === 1 ? request : { ...request, messages: reminded(request.messages) }
      const said = yield* sayUnguarded(asked)
      if (said.ended) {
        const { type, finishReason } = said.ended
        yield { type, finishReason, ...together(billed, said.ended) }
        return
      }
      billed = together(billed, said.billed)
      onHeld(tries)
      yield { type: 'restart', reason: 'the guard held an answer back' }
    }
    yield { type: 'content', text: guard.instead }
    yield { type: 'end', finishReason: 'stop', ...(billed ?? nothing) }
  }

  /** Passes an answer on up to a guarded term; its end, or what it cost until then. */
  async function* sayUnguarded(
    request: GenerateRequest,
  ): AsyncGenerator<ModelEvent, { ended?: EndEvent; billed?: Billed | undefined }> {
    let filter = createFilter(prepared!)
    let answer = ''
    try {
      for await (const event of generate(request)) {
        if (event.type === 'end') {
          const text = filter.end()
          if (filter.blocked) return { billed: event }
          if (text !== '') yield { type: 'content', text }
          return { ended: event }
        }
        if (event.type === 'restart') {
          filter = createFilter(prepared!)
          answer = ''
          yield event
        } else if (event.type === 'content') {
          answer += event.text
          const text = filter.push(event.text)
          if (filter.blocked) return { billed: generate.estimate(request, answer) }
          if (text !== '') yield { type: 'content', text }
        } else if (event.type === 'reasoning') answer += event.text
      }
    } catch (error) {
      const text = filter.end()
      if (!filter.blocked && text !== '') yield { type: 'content', text }
      throw error
    }
    return { billed: generate.estimate(request, answer) }
  }
}

/** The same messages, with what was said wrong in the one that instructs: several are not safe with every provider. */
function reminded(messages: ModelMessage[]): ModelMessage[] {
  const [first, ...others] = messages
  if (first?.role !== 'system') return [{ role: 'system', content: reminder }, ...messages]
  return [{ ...first, content: `${first.content}\n\n${reminder}` }, ...others]
}

const noUsage: Usage = {
  prompt_tokens: 0,
  completion_tokens: 0,
  total_tokens: 0,
  estimated: true,
  cost: null,
}
const nothing: Billed = { usage: noUsage, model: '', provider: '', attempts: 0 }

/** What two calls cost together; every one is billed, also those that nobody saw. */
function together(one: Billed | undefined, other: Billed | undefined): Billed {
  if (!one || !other) return one ?? other ?? nothing
  const { usage: a } = one
  const { usage: b } = other
  const cost = a.cost === null && b.cost === null ? null : (a.cost ?? 0) + (b.cost ?? 0)
  return {
    model: other.model,
    provider: other.provider,
    attempts: one.attempts + other.attempts,
    usage: {
      prompt_tokens: a.prompt_tokens + b.prompt_tokens,
      completion_tokens: a.completion_tokens + b.completion_tokens,
      total_tokens: a.total_tokens + b.total_tokens,
      estimated: a.estimated || b.estimated,
      cost,
    },
  }
}
