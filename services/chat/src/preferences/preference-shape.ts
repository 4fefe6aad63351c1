import { instant, Uuid } from '@lingzhi/contracts/ids'
import { Nullable, storableNotBlank } from '@lingzhi/contracts/shapes'
import { Type } from 'typebox'
import { kinds } from './proposed.ts'

export const Statement = Type.String({
  minLength: 1,
  maxLength: 120,
  pattern: storableNotBlank,
  description: 'How answers should be, in one line.',
})

export const PreferenceKind = Type.Enum([...kinds])
export const PreferenceState = Type.Enum(['active', 'pinned', 'edited', 'rejected', 'superseded', 'retired'])

export const PreferenceItem = Type.Object(
  {
    id: Uuid,
    kind: PreferenceKind,
    statement: Statement,
    scope: Type.Enum(['all', 'agent', 'scenario'], { description: 'Which answers it is for.' }),
    scope_id: Nullable(Type.String(), { description: 'The agent’s or the scenario’s id.' }),
    state: PreferenceState,
    source: Type.Enum(['learned', 'user'], {
      description: 'Learned from feedback, or written by its owner.',
    }),
    reason: Nullable(Type.String(), { description: 'Why it was retired.' }),
    evidence: Type.Array(Uuid, { description: 'The rated answers that it rests on.' }),
    effect: Nullable(
      Type.Object(
        {
          with: Type.Object({ rated: Type.Integer(), disliked: Type.Integer() }),
          before: Type.Object({ rated: Type.Integer(), disliked: Type.Integer() }),
        },
        { title: 'PreferenceEffect' },
      ),
      {
        description:
          'Answers that carried it, and those before it, by how they were rated; null until 20 were.',
      },
    ),
    version: Type.Integer(),
    created_at: instant,
    updated_at: instant,
  },
  { title: 'PreferenceItem' },
)

export const Preferences = Type.Object(
  {
    items: Type.Array(PreferenceItem),
    preferred_scenarios: Type.Array(Type.String(), { description: 'The three that were used most.' }),
    preferred_style: Nullable(Type.String(), { description: 'What is known of the style, if anything.' }),
    common_question_types: Type.Array(Type.String()),
    learned_rules: Type.Array(Type.String(), { description: 'The statements that are told to models.' }),
    work_pattern: Nullable(Type.String()),
    behavior_stats: Type.Object(
      {
        total_sessions: Type.Integer(),
        total_messages: Type.Integer(),
        total_feedback: Type.Integer(),
        like_count: Type.Integer(),
        dislike_count: Type.Integer(),
        scenario_usage: Type.Record(Type.String(), Type.Integer()),
        implicit: Type.Record(Type.String(), Type.Integer(), {
          description: 'What was done and not said: regenerated, retried, changed.',
        }),
      },
      { title: 'BehaviorStats' },
    ),
  },
  { title: 'Preferences' },
)

export const PreferenceSettings = Type.Object(
  {
    learning: Type.Boolean({ description: 'Whether preferences are learned from feedback.' }),
    applying: Type.Boolean({ description: 'Whether they are told to models.' }),
  },
  { title: 'PreferenceSettings' },
)

export const Run = Type.Object(
  {
    id: Uuid,
    trigger: Type.Enum(['hourly', 'admin', 'user']),
    period_start: Nullable(instant),
    users: Type.Integer({ description: 'Whose feedback it reads.' }),
    started_at: instant,
  },
  { title: 'PreferenceRun' },
)

export const RunWithTasks = Type.Object(
  {
    ...Run.properties,
    tasks: Type.Array(
      Type.Object(
        {
          id: Uuid,
          user_id: Uuid,
          status: Type.Enum(['queued', 'running', 'completed', 'skipped', 'failed'], {
            description: 'skipped: nothing was new.',
          }),
          model_calls: Type.Integer(),
          tokens: Type.Integer(),
          added: Type.Integer(),
          dropped: Type.Integer({
            description: 'Proposals that rested on too little, or said what none may.',
          }),
          problem: Nullable(Type.String(), { description: 'The code of what it failed by.' }),
          ended_at: Nullable(instant),
        },
        { title: 'PreferenceTask' },
      ),
    ),
  },
  { title: 'PreferenceRunWithTasks' },
)
