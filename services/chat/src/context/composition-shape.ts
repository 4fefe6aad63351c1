import { Uuid } from '@lingzhi/contracts/ids'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { ScenarioMatch } from '../scenarios/match-shape.ts'

export const PartKind = Type.Enum([
  'system',
  'agent',
  'scenario',
  'skills',
  'skill',
  'user-rules',
  'session-rules',
  'preferences',
  'session-preferences',
  'learner',
  'task',
  'rules',
  'retrieved',
  'file',
])

const Part = Type.Object(
  {
    kind: PartKind,
    id: Nullable(Type.String(), { description: 'What it was taken from; null where that has no id.' }),
    name: Type.String(),
    version: Nullable(Type.Integer()),
    tokens: Type.Integer({ description: 'Estimated.' }),
    cut: Type.Enum(['no', 'shortened', 'left-out'], { description: 'Whether all of it was sent.' }),
    text: Type.Optional(Type.String({ description: 'What was sent, where COMPOSITION_TEXT is on.' })),
  },
  { title: 'CompositionPart' },
)

/** What shaped an answer: everything that its model was shown, by where it came from. */
export const CompositionRecord = Type.Object(
  {
    scenario: Nullable(ScenarioMatch),
    parts: Type.Array(Part, { description: 'In the order in which they were sent.' }),
    conversation: Type.Object({
      messages: Type.Integer({ description: 'Messages before the question that were sent.' }),
      left_out: Type.Integer({ description: 'Older ones that did not fit the window.' }),
      tokens: Type.Integer(),
    }),
    question_tokens: Type.Integer(),
    tokens: Type.Integer({ description: 'Of all that was sent, estimated.' }),
    window: Nullable(Type.Integer(), {
      description: 'The model’s context window in tokens, if it is known.',
    }),
    room: Nullable(Type.Integer(), { description: 'What of the window is left beside the answer.' }),
    sha256: Type.String({ description: 'Of the messages sent, as JSON: the same for the same inputs.' }),
    tools: Type.Optional(
      Type.Object(
        {
          offered: Type.Array(Type.String(), {
            description: 'The tools that the model was offered, by name.',
          }),
          refused: Type.Boolean({ description: 'The model takes no tools and was asked without them.' }),
        },
        { title: 'CompositionTools', description: 'Missing: there were none to offer.' },
      ),
    ),
    not_found: Type.Array(Type.Object({ kind: PartKind, name: Type.String() }, { title: 'MissingPart' }), {
      description: 'What was asked for and is not there, or not for this user.',
    }),
  },
  { title: 'CompositionRecord' },
)
export type CompositionRecord = Static<typeof CompositionRecord>

export const Composition = Type.Object(
  { message_id: Uuid, reply_id: Uuid, agent_id: Type.Integer(), ...CompositionRecord.properties },
  { title: 'Composition' },
)
