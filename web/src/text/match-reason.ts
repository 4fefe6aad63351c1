import type { components } from '@lingzhi/api-client'
import { points } from './format.ts'
import type { useMatchText } from './match.text.ts'

type Match = components['schemas']['ScenarioMatch']

type Sentences = ReturnType<typeof useMatchText>

/** Why this scenario and not another, in one or two sentences. */
export function matchReason(text: Sentences, { by, terms, score, runner_up }: Match): string[] {
  const why = {
    request: text.byRequest,
    session: text.bySession,
    pinned: text.byPinned,
    keywords: text.byKeywords(terms.join(text.between)),
    likeness: text.byLikeness(points(score ?? 0)),
    model: text.byModel,
    default: text.byDefault,
  }[by]
  if (!runner_up) return [why]
  const next =
    score === null
      ? text.runnerUpAlone(runner_up.name)
      : text.runnerUp(runner_up.name, points(runner_up.score), points(score))
  return [why, next]
}
