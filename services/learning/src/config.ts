import { busSettings } from '@lingzhi/bus/settings'
import { databaseSettings } from '@lingzhi/db/settings'
import { listenSettings } from '@lingzhi/http/settings'
import { timeZoneSettings } from '@lingzhi/runtime/settings'
import type { Static } from 'typebox'
import { Type } from 'typebox'

export const Config = Type.Object({
  ...listenSettings,
  ...databaseSettings,
  ...busSettings,
  ...timeZoneSettings,
  TUTOR_GUIDANCE: Type.Enum(['answer', 'steps', 'hints'], {
    default: 'answer',
    description:
      'How the tutor helps with homework and exercises learners who did not choose themselves: `answer` (a worked solution), `steps` or `hints`.',
  }),
  HOMEWORK_MISTAKE_BELOW: Type.Integer({
    minimum: 0,
    maximum: 100,
    default: 70,
    description: 'Items of homework with a score below this, of a hundred, enter the notebook.',
  }),
  LEARNING_USER_BYTES: Type.Integer({
    minimum: 100_000,
    default: 100 * 1024 ** 2,
    description:
      'Most that is kept of one learner, in bytes of text and 200 for each row: mistakes with reviews, sessions with questions and answers, homework, revision plans.',
  }),
  HOMEWORK_KEEP_DAYS: Type.Integer({
    minimum: 1,
    maximum: 36_500,
    default: 365,
    description: 'Days for which the pictures of homework are kept; what was read of them stays.',
  }),
})
export type Config = Static<typeof Config>
