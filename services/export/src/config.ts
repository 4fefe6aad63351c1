import { busSettings } from '@lingzhi/bus/settings'
import { databaseSettings } from '@lingzhi/db/open-db'
import { listenSettings } from '@lingzhi/http/settings'
import { mailSettings } from '@lingzhi/mail/settings'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { fileStoreSettings } from './files/open-file-store.ts'

export const Config = Type.Object({
  ...listenSettings,
  ...databaseSettings,
  ...busSettings,
  ...fileStoreSettings,
  /** The deployment's IANA zone: in it the days of a date range begin and end, and transcripts tell the time. */
  CHECKIN_TIMEZONE: Type.String({ default: 'Asia/Shanghai' }),
  /** Signs download links; the same on every replica. */
  EXPORT_LINK_SECRET: Type.String({ minLength: 16 }),
  /** How long a link asked for works, at most as long as the file is kept. */
  EXPORT_LINK_HOURS: Type.Integer({ minimum: 1, maximum: 24 * 365, default: 24 }),
  /** The platform's address as people reach it, put before links; empty: links are paths. */
  PUBLIC_URL: Type.String({ pattern: '^(https?://.+)?$', default: '' }),
  /** Export jobs this replica works on at once. */
  EXPORT_WORKERS: Type.Integer({ minimum: 1, maximum: 64, default: 2 }),
  /** A worker that is silent for this long loses its job to another. */
  EXPORT_LEASE_MS: Type.Integer({ minimum: 500, maximum: 600_000, default: 5_000 }),
  /** Size at which a part of a file ends, before compression. What is lost when a worker dies, at most. */
  EXPORT_PART_BYTES: Type.Integer({ minimum: 1_024, maximum: 64 * 1024 ** 2, default: 2 * 1024 ** 2 }),
  /** Jobs of one user that may wait or run at once, and that may begin within 24 hours, whether they are deleted or not. */
  EXPORT_JOBS_AT_ONCE: Type.Integer({ minimum: 1, default: 3 }),
  EXPORT_JOBS_PER_DAY: Type.Integer({ minimum: 1, default: 50 }),
  /** Multiplies both quotas. */
  RATE_LIMIT_FACTOR: Type.Number({ exclusiveMinimum: 0, default: 1 }),
  /** For notices that a file is ready. */
  ...mailSettings,
})
export type Config = Static<typeof Config>
