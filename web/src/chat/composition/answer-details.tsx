import { useQuery } from '@tanstack/react-query'
import { clock, count, duration, money } from '../../text/format.ts'
import { useChatText } from '../chat.text.ts'
import type { Message } from '../conversation.queries.ts'
import { compositionQuery } from './composition.queries.ts'
import { useCompositionText } from './composition.text.ts'

/** What an answer took, in one line: by which scenario and model, how many tokens, how long. */
export function AnswerDetails({ message: { id, answer, created_at } }: { message: Message }) {
  const text = useChatText()
  const { scenario: scenarioLabel } = useCompositionText()
  // Where there is no record, the line does without.
  const { data } = useQuery(compositionQuery(id))
  if (!answer) return null
  const { usage, model, first_token_ms, latency_ms, cached } = answer
  const read =
    usage &&
    text.tokensOf(count(usage.prompt_tokens), count(usage.completion_tokens)) +
      (usage.estimated ? text.estimated : '')
  const facts: [name: string, value: string | null | undefined | false][] = [
    [text.time, clock(created_at)],
    [scenarioLabel, data?.scenario?.name],
    [text.model, model],
    [text.cached, cached && '✓'],
    [text.tokens, read],
    [text.cost, usage?.cost != null && money(usage.cost)],
    [text.firstWord, first_token_ms != null && duration(first_token_ms)],
    [text.whole, latency_ms != null && duration(latency_ms)],
  ]
  return (
    <dl className="mt-1 flex flex-wrap gap-x-5 gap-y-1 text-xs text-ink-3">
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name} className="flex gap-1.5">
              <dt>{name}</dt>
              <dd className="text-ink-2">{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
