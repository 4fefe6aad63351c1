import type { EventKind } from '@lingzhi/http/describe-routes'
import { Type } from 'typebox'

/** https://platform.openai.com/docs/api-reference/responses/object */
export const OpenAIResponse = Type.Object(
  {
    id: Type.String({ examples: ['resp_01960f3e7c1a7b3e'] }),
    object: Type.Literal('response'),
    status: Type.String({ description: 'How it ended.', examples: ['completed'] }),
  },
  { additionalProperties: true, title: 'OpenAIResponse' },
)

const Event = Type.Object(
  {
    type: Type.String({
      description: 'The name of the event once more.',
      examples: ['response.output_text.delta'],
    }),
    sequence_number: Type.Optional(
      Type.Integer({ description: 'Counts the events, from 0.', examples: [4] }),
    ),
  },
  { additionalProperties: true, title: 'ResponseEvent' },
)

/** The events that responses have in common with OpenAI’s. */
export const openAIResponseEvents: readonly EventKind[] = [
  {
    name: 'response.output_text.delta',
    when:
      'A piece of the answer, in `delta`. Before and after it come the other events of OpenAI’s API, from `response.created` ' +
      'to `response.completed`, each under its name and with the same members.',
    data: Event,
  },
  { name: 'error', when: 'The end, if the model fails although the status is 200.', data: Event, rare: true },
]
