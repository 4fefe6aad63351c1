import { isId } from '@lingzhi/contracts/ids'
import { problem } from '@lingzhi/contracts/problem'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { askModel } from './ask-model.ts'
import type { ScenarioMatch } from './match-shape.ts'
import type { Scored, WordIndex } from './match-words.ts'
import type { CandidateRow, PersonalChoices } from './scenarios.queries.ts'
import { readChoices, usableAmong } from './scenarios.queries.ts'

/** Most scenarios in effect at once. */
export const inEffectMax = 3
/** Points that a scenario must have, and must be ahead. */
const keywordsDecide = { least: 1, ahead: 1 }
const likenessDecides = { least: 0.35, ahead: 0.1 }

export type ChoosingDeps = Pick<Deps, 'db' | 'bus' | 'cache' | 'log' | 'now' | 'scenarios'> & {
  config: Pick<Config, 'MATCH_DEADLINE_MS'>
}

export interface Choosing {
  /** Null: a guest. */
  userId: string | null
  conversationId?: string | undefined
  question: string
  /** The scenario that the request names. */
  requested?: string | undefined
  /** It was named when the question was first asked: it may be gone since. */
  again?: boolean | undefined
  /** What this person and this conversation have set, where it is being read already. */
  choices?: Promise<PersonalChoices> | undefined
}

export interface Chosen {
  match: ScenarioMatch
  /** What was read for the choice; the context needs it too. */
  choices: PersonalChoices
}

/**
 * Chooses the scenario for a question: what the request, the conversation or the person set, in this order; else whichever the
 * question's words, its likeness or a model decide for, among those for everybody and the person's own; else the default. Says
 * why. Raises SCENARIO_NOT_USABLE for a requested scenario that this person may not use.
 */
export async function chooseScenario(deps: ChoosingDeps, choosing: Choosing): Promise<Chosen> {
  const startedAt = performance.now()
  const { userId, conversationId } = choosing
  const choices = await (choosing.choices ?? readChoices(deps.db, userId, conversationId))
  const index = await deps.scenarios.indexFor(choices, userId)
  const result = await decide(deps, choosing, choices, index)
  const ms = Math.round((performance.now() - startedAt) * 100) / 100
  return { match: { ...nothing, ...result, ms }, choices }
}

const nothing = {
  scenario_id: null,
  name: '',
  scenario_ids: [],
  score: null,
  runner_up: null,
  terms: [],
  cached: false,
  gone: [],
}

type Decision = Partial<Omit<ScenarioMatch, 'by' | 'ms'>> & Pick<ScenarioMatch, 'by'>

async function decide(
  deps: ChoosingDeps,
  { userId, question, requested, again }: Choosing,
  { user, session }: PersonalChoices,
  index: WordIndex,
): Promise<Decision> {
  if (requested !== undefined) {
    const [found] = isId(requested) ? await usableAmong(deps.db, [requested], userId) : []
    if (found) return { by: 'request', ...inEffect([found]) }
    if (!again) throw unknownScenario()
  }
  let gone = requested === undefined ? [] : [requested]
  const fallback = inEffect(index.candidates.filter(({ is_default }) => is_default))
  if (session && session.scenario_ids.length > 0) {
    const set = await setOnes(deps, session.scenario_ids, userId)
    gone = [...gone, ...set.gone]
    return set.found.length > 0
      ? { by: 'session', ...inEffect(set.found), gone }
      : { by: 'default', ...fallback, gone }
  }
  if (user?.pinned) {
    const set = await setOnes(deps, [user.pinned], userId)
    if (set.found.length > 0) return { by: 'pinned', ...inEffect(set.found), gone }
    gone = [...gone, ...set.gone]
  }
  if (user?.auto_match === false) return { by: 'default', ...fallback, gone }
  const allowed = (one: CandidateRow) =>
    !one.is_default && (!user || user.scenario_ids.length === 0 || user.scenario_ids.includes(one.id))
  const found = await byContent(deps, index, { userId, question, allowed })
  return 'by' in found ? { ...found, gone } : { by: 'default', ...fallback, ...found, gone }
}

async function byContent(
  deps: ChoosingDeps,
  index: WordIndex,
  {
    userId,
    question,
    allowed,
  }: { userId: string | null; question: string; allowed: (one: CandidateRow) => boolean },
): Promise<Decision | { cached?: boolean }> {
  const byWords = index.byKeywords(question)
  // Words that speak against a scenario do so whatever it resembles, and no model overrules its author.
  const against = new Set(byWords.filter(({ score }) => score < 0).map(({ scenario }) => scenario.id))
  const fits = (one: CandidateRow) => allowed(one) && !against.has(one.id)
  const candidates = index.candidates.filter(fits)
  if (candidates.length === 0) return {}
  const wanted = (scored: Scored[]) => scored.filter(({ scenario, score }) => score > 0 && fits(scenario))
  const words = wanted(byWords)
  if (isAhead(words, keywordsDecide)) return { by: 'keywords', ...bestOf(words) }
  const like = wanted(index.byLikeness(question))
  if (isAhead(like, likenessDecides)) return { by: 'likeness', ...bestOf(like) }
  // What a guest asks costs nothing but its answer.
  if (userId === null || deps.config.MATCH_DEADLINE_MS === 0) return {}
  const likeliest = [...new Set([...words, ...like].map(({ scenario }) => scenario))]
  const shown = [...new Set([...likeliest, ...candidates])]
  const { scenario, cached } = await askModel(deps, shown, question, userId)
  return scenario ? { by: 'model', ...inEffect([scenario]), cached } : { cached }
}

function isAhead([first, second]: Scored[], { least, ahead }: { least: number; ahead: number }): boolean {
  return first !== undefined && first.score >= least && first.score - (second?.score ?? 0) >= ahead
}

function bestOf([first, second]: Scored[]) {
  const rounded = (score: number) => Math.round(score * 1_000) / 1_000
  return {
    ...inEffect([first!.scenario]),
    score: rounded(first!.score),
    terms: first!.terms.slice(0, 10),
    runner_up: second
      ? { scenario_id: second.scenario.id, name: second.scenario.name, score: rounded(second.score) }
      : null,
  }
}

/** One that says nothing, as the default may, is in effect by name alone: nothing of it need be read for the answer. */
const inEffect = (scenarios: readonly { id: string; name: string; says_something?: boolean }[]) => ({
  scenario_id: scenarios[0]?.id ?? null,
  name: scenarios[0]?.name ?? '',
  scenario_ids: scenarios
    .filter(({ says_something }) => says_something !== false)
    .slice(0, inEffectMax)
    .map(({ id }) => id),
})

/** Those of a setting that can be used still, in its order, and those that cannot. */
async function setOnes({ db }: ChoosingDeps, ids: readonly string[], userId: string | null) {
  const usable = await usableAmong(db, ids, userId)
  const found = ids.flatMap((id) => usable.find((one) => one.id === id) ?? [])
  return { found, gone: ids.filter((id) => !usable.some((one) => one.id === id)) }
}

export const ScenarioNotUsable = problem('SCENARIO_NOT_USABLE', 400, {
  zh: '没有这个场景，或您不能使用它',
  en: 'There is no such scenario, or it is not for you.',
  check: 'The scenario’s id: it must be active, and public or the caller’s own.',
})

export const unknownScenario = (path = 'scenario_id') =>
  ScenarioNotUsable({
    errors: [{ path, message: { zh: '没有这个场景', en: 'names no scenario that you may use' } }],
  })
