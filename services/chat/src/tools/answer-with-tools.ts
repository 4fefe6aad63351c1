import { withoutNul } from '@lingzhi/contracts/shapes'
import type { ToolEvent } from '@lingzhi/contracts/tool-parts'
import type { Generate } from '@lingzhi/model-client/calling/generate'
import type {
  BrokenOff,
  GenerateRequest,
  ModelEvent,
  ModelMessage,
  Usage,
} from '@lingzhi/model-client/model-events'
import { joinCalls } from './join-calls.ts'
import type { Offer } from './offer-tools.ts'
import { callsMax, planCalls } from './plan-calls.ts'
import { messagesOfRound, shortenRounds } from './round-messages.ts'
import type { SettleDeps } from './settle-calls.ts'
import { settleCalls } from './settle-calls.ts'
import type { ToolCallRow, ToolRoundRow } from './tool-calls.queries.ts'
import { roundsOf, storeRound } from './tool-calls.queries.ts'

export interface ToolRun extends SettleDeps {
  /** Who is answered. */
  asker: string
  offer: Offer
  /** An earlier attempt may have got somewhere. */
  isTakenOver: boolean
  request: GenerateRequest
  askModel: (request: GenerateRequest) => AsyncIterable<ModelEvent>
  /** A round has ended: what was found in it stays. */
  onRound: () => void
}

type Ended = Omit<Extract<ModelEvent, { type: 'end' }>, 'type' | 'finishReason'>
type Told = ToolEvent | Extract<ModelEvent, { type: 'content' | 'reasoning' }>

const between = '\n\n'

/**
 * An answer for which a model may call tools: asks it, makes its calls, gives it their results, and so on until it calls none, or may not any more.
 * Every round is stored before its calls are made, so that whoever takes the reply over tells what was told and goes on there. Events
 * are those of one answer; its usage is the sum.
 */
export function answerWithTools(run: ToolRun) {
  /** Of the rounds that have ended. */
  let spent: Ended | undefined
  let current: GenerateRequest | undefined
  let text = ''

  async function* answer(): AsyncGenerator<ModelEvent | ToolEvent> {
    const { db, offer, request } = run
    const messages: ModelMessage[] = []
    const told: Told[] = []
    let calls = 0
    let rounds = 0
    let saidSomething = false

    const tell = function* (events: Iterable<Told>): Generator<Told> {
      for (const event of events) {
        told.push(event)
        yield event
      }
    }
    const settle = async function* (round: ToolRoundRow, stored: readonly ToolCallRow[]) {
      spent = addUp(spent, { ...round, attempts: round.provider_calls })
      calls += stored.length
      rounds += 1
      saidSomething ||= round.content !== ''
      const settling = settleCalls(run, round.round, stored)
      for (;;) {
        const { value, done } = await settling.next()
        if (done) {
          messages.push(...messagesOfRound(round, value))
          return
        }
        told.push(value)
        yield value
      }
    }

    if (run.isTakenOver)
      for (const { round, calls: stored } of await roundsOf(db, run.fence().replyId)) {
        if (round.reasoning !== '') yield* tell([{ type: 'reasoning', text: round.reasoning }])
        if (round.content !== '') yield* tell([{ type: 'content', text: round.content }])
        yield* settle(round, stored)
      }

    for (;;) {
      run.signal.throwIfAborted()
      const mayCall = rounds < offer.roundsMax && calls < callsMax
      const tail = [...messages]
      const asked: GenerateRequest = {
        ...request,
        messages: [...request.messages, ...tail],
        parameters: {
          ...request.parameters,
          ...offer.parameters,
          ...(!mayCall && offer.parameters.tools && { tool_choice: 'none' }),
        },
        toolsOptional: true,
        shorten: (sent, hint) => shortenRounds(request, sent, tail.length, hint),
      }
      current = asked
      text = ''
      const joined = joinCalls()
      let content = ''
      let reasoning = ''
      let end: Extract<ModelEvent, { type: 'end' }> | undefined
      for await (const event of run.askModel(asked)) {
        if (event.type === 'tool_calls') joined.take(event.calls, event.more)
        else if (event.type === 'end') end = event
        else if (event.type === 'restart') {
          content = reasoning = text = ''
          joined.clear()
          yield event
          yield* told
        } else if (event.text !== '') {
          const isFirst = event.type === 'content' && content === '' && saidSomething
          const more = withoutNul(isFirst ? between + event.text : event.text)
          if (event.type === 'content') content += more
          else reasoning += more
          text += more
          yield { type: event.type, text: more }
        }
      }
      if (!end) return
      if (joined.calls.length === 0 || !mayCall || end.finishReason === 'content_filter') {
        const { finishReason, ...ended } = end
        yield { ...addUp(spent, ended), type: 'end', finishReason }
        return
      }
      run.onRound()
      const at = run.now()
      const fence = run.fence()
      const round = { reply_id: fence.replyId, round: rounds, content, reasoning, created_at: at }
      const made = await planCalls(joined.calls, offer, {
        ...fence,
        asker: run.asker,
        round: rounds,
        before: calls,
        at,
      })
      // As they are stored: the ids that results are given back under.
      const asMade = joined.calls.map((call, place) => ({ ...call, id: made[place]?.call_id ?? call.id }))
      const { usage, model, provider, attempts: provider_calls } = end
      const message = { ...joined.more, tool_calls: asMade }
      const stored = await storeRound(
        db,
        fence,
        {
          ...round,
          content: content.toWellFormed(),
          reasoning: reasoning.toWellFormed(),
          message: storableJson(message),
          usage: JSON.stringify(usage),
          model,
          provider,
          provider_calls,
        },
        made,
      )
      if (!stored) {
        run.onLost()
        run.signal.throwIfAborted()
        return
      }
      const events: Told[] = []
      if (reasoning !== '') events.push({ type: 'reasoning', text: reasoning })
      if (content !== '') events.push({ type: 'content', text: content })
      told.push(...events)
      current = undefined
      text = ''
      yield* settle({ ...round, message, usage, model, provider, provider_calls }, stored)
    }
  }

  return {
    answer,
    /** What the answer has cost, if it ends now. */
    estimate: (generate: Pick<Generate, 'estimate'>): BrokenOff | undefined => {
      const broken = current && generate.estimate(current, text)
      return broken ? addUp(spent, broken) : spent
    },
  }
}

/** JSON that PostgreSQL takes. */
const storableJson = (value: unknown) =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'string' ? inner.replaceAll('\0', '').toWellFormed() : inner,
  )

function addUp(before: Ended | undefined, { usage, model, provider, attempts }: Ended): Ended {
  if (!before) return { usage, model, provider, attempts }
  return { usage: sumUsage(before.usage, usage), model, provider, attempts: before.attempts + attempts }
}

const sumUsage = (a: Usage, b: Usage): Usage => ({
  prompt_tokens: a.prompt_tokens + b.prompt_tokens,
  completion_tokens: a.completion_tokens + b.completion_tokens,
  total_tokens: a.total_tokens + b.total_tokens,
  estimated: a.estimated || b.estimated,
  cost: a.cost === null || b.cost === null ? null : a.cost + b.cost,
})
