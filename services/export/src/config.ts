import { busSettings } from '@lingzhi/bus/settings'
import { databaseSettings } from '@lingzhi/db/settings'
import { limitSettings, listenSettings, readerSettings } from '@lingzhi/http/settings'
import { publicUrlSetting } from '@lingzhi/mail/public-url'
import { mailSettings } from '@lingzhi/mail/settings'
import { timeZoneSettings } from '@lingzhi/runtime/settings'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { checkFileStore, fileStoreSettings } from './files/settings.ts'
import { importSettings } from './imports/settings.ts'

export const Config = Type.Object({
  ...listenSettings,
  ...databaseSettings,
  ...busSettings,
  ...fileStoreSettings,
  ...timeZoneSettings,
  ...limitSettings,
  EXPORT_LINK_SECRET: Type.String({
    minLength: 16,
    secret: true,
    description: 'Signs download links; the same on every replica.',
  }),
  EXPORT_LINK_HOURS: Type.Integer({
    minimum: 1,
    maximum: 24 * 365,
    default: 24,
    description: 'How long a download link works, at most as long as the file is kept.',
  }),
  ...publicUrlSetting,
  EXPORT_WORKERS: Type.Integer({
    minimum: 1,
    maximum: 64,
    default: 2,
    description: 'Export jobs that one replica works on at once.',
  }),
  EXPORT_LEASE_MS: Type.Integer({
    minimum: 500,
    maximum: 600_000,
    default: 5_000,
    description: 'A worker silent for this long loses its job to another.',
  }),
  EXPORT_PART_BYTES: Type.Integer({
    minimum: 1_024,
    maximum: 64 * 1024 ** 2,
    default: 2 * 1024 ** 2,
    description:
      'Size at which a part of a file ends, before compression: the most that is lost when a worker dies.',
  }),
  EXPORT_JOBS_AT_ONCE: Type.Integer({
    minimum: 1,
    default: 3,
    description: 'Jobs of one user that may wait or run at once.',
  }),
  EXPORT_JOBS_PER_DAY: Type.Integer({
    minimum: 1,
    default: 50,
    description: 'Jobs that one user may start within 24 hours, deleted ones included.',
  }),
  EXPORT_USER_MAX_BYTES: Type.Integer({
    minimum: 1_048_576,
    default: 500 * 1024 ** 2,
    description:
      "Most that one user's finished files take together, in bytes; beyond it the oldest expire. The newest always stays.",
  }),
  EXPORT_LETTERS_PER_DAY: Type.Integer({
    minimum: 1,
    default: 20,
    description:
      'Letters about finished exports that one address gets within 24 hours, whoever asked for them.',
  }),
  EXPORT_LETTERS_TO_ANYBODY: Type.Boolean({
    default: false,
    description: "notify_email may be any address, and not only that of the caller's own account.",
  }),
  EXPORT_DOWNLOADS_MAX: Type.Integer({
    minimum: 1,
    default: 100,
    description:
      'Downloads that one replica sends at once, a third to guests and a third to links at most; each holds up to 2 MB of memory.',
  }),
  ...importSettings,
  ...readerSettings,
  ...mailSettings,
})
export type Config = Static<typeof Config>

/** What single settings do not show. Raises ConfigError. */
export const checkConfig = checkFileStore
