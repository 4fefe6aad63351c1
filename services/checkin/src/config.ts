import { busSettings } from '@lingzhi/bus/settings'
import { databaseSettings } from '@lingzhi/db/open-db'
import { listenSettings } from '@lingzhi/http/settings'
import type { Static } from 'typebox'
import { Type } from 'typebox'

export const Config = Type.Object({
  ...listenSettings,
  ...databaseSettings,
  ...busSettings,
  /** IANA zone whose calendar decides what a day is. */
  CHECKIN_TIMEZONE: Type.String({ default: 'Asia/Shanghai' }),
})
export type Config = Static<typeof Config>
