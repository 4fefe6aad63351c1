import { busSettings } from '@lingzhi/bus/settings'
import { databaseSettings } from '@lingzhi/db/open-db'
import { listenSettings } from '@lingzhi/http/settings'
import type { Static } from 'typebox'
import { Type } from 'typebox'

export const Config = Type.Object({
  ...listenSettings,
  ...databaseSettings,
  ...busSettings,
  /** IANA zone in which the days of a date range begin and end, and in which transcripts tell the time. */
  EXPORT_TIMEZONE: Type.String({ default: 'Asia/Shanghai' }),
})
export type Config = Static<typeof Config>
