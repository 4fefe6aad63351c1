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
  CHECKIN_REWARDS: Type.String({
    pattern: '^\\d{1,6}( *, *\\d{1,6}){0,99}$',
    rule: {
      zh: '必须是以逗号分隔的整数，最多 100 个，例如 1,2,3,5,8',
      en: 'must be whole numbers, comma-separated, at most 100, such as 1,2,3,5,8',
    },
    default: '1,2,3,5,8,13,21,34',
    description: 'Points for consecutive day 1, 2, 3 …, comma-separated; the last value holds from then on.',
  }),
  REGISTRATION_BONUS: Type.Integer({
    minimum: 0,
    maximum: 1_000_000,
    default: 0,
    description: 'Points a new user starts with.',
  }),
})
export type Config = Static<typeof Config>
