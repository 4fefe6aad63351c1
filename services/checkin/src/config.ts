import { busSettings } from '@lingzhi/bus/settings'
import { databaseSettings } from '@lingzhi/db/open-db'
import { listenSettings } from '@lingzhi/http/settings'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { isTimeZone } from './checkins/calendar.ts'

export const Config = Type.Object({
  ...listenSettings,
  ...databaseSettings,
  ...busSettings,
  /** IANA zone whose calendar decides what a day is. */
  CHECKIN_TIMEZONE: Type.Refine(
    Type.String({ default: 'Asia/Shanghai' }),
    isTimeZone,
    () => 'must be an IANA time zone, such as Asia/Shanghai',
  ),
  /** Points for consecutive day 1, 2, 3 …, comma-separated; the last value holds from then on. */
  CHECKIN_REWARDS: Type.String({ pattern: '^\\d{1,6}( *, *\\d{1,6}){0,99}$', default: '1,2,3,5,8,13,21,34' }),
  /** Points a new user starts with. */
  REGISTRATION_BONUS: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
})
export type Config = Static<typeof Config>
