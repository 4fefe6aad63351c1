import { Uuid } from '@lingzhi/contracts/ids'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { Static } from 'typebox'
import { Type } from 'typebox'

/** Why a scenario is in effect for a question. */
export const ScenarioMatch = Type.Object(
  {
    scenario_id: Nullable(Uuid, { description: 'The scenario in effect; null: there is none.' }),
    name: Type.String({ description: 'Its name.' }),
    scenario_ids: Type.Array(Uuid, { description: 'All in effect: a session may name up to three.' }),
    by: Type.Enum(['request', 'session', 'pinned', 'keywords', 'likeness', 'model', 'default'], {
      description:
        'What decided: the request, the conversation’s or the user’s setting, words of the question, its likeness to what scenarios say of themselves, a model, or that nothing fitted.',
    }),
    score: Nullable(Type.Number(), { description: 'Points of keywords, or a likeness from 0 to 1.' }),
    runner_up: Nullable(
      Type.Object({ scenario_id: Uuid, name: Type.String(), score: Type.Number() }, { title: 'RunnerUp' }),
      { description: 'Which came next.' },
    ),
    terms: Type.Array(Type.String(), { description: 'The words that decided.' }),
    cached: Type.Boolean({
      description: 'Whether a model had decided the same before, also that none fits.',
    }),
    ms: Type.Number({ description: 'What the choice took, in milliseconds.' }),
    gone: Type.Array(Uuid, {
      description: 'Scenarios that were set and are not there any more, or not for this user.',
    }),
  },
  { title: 'ScenarioMatch' },
)
export type ScenarioMatch = Static<typeof ScenarioMatch>
