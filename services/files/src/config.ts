import { busSettings } from '@lingzhi/bus/settings'
import { databaseSettings } from '@lingzhi/db/settings'
import { listenSettings } from '@lingzhi/http/settings'
import { publicUrlSetting } from '@lingzhi/mail/public-url'
import { bucketOf, storeSettings } from '@lingzhi/objects/settings'
import type { Static } from 'typebox'
import { Type } from 'typebox'

export const Config = Type.Object({
  ...listenSettings,
  ...databaseSettings,
  ...busSettings,
  ...storeSettings('FILES'),
  ...publicUrlSetting,
  FILES_LINK_SECRET: Type.String({
    minLength: 16,
    secret: true,
    description: 'Signs links to files; the same on every replica.',
  }),
  FILES_LINK_HOURS: Type.Integer({
    minimum: 1,
    maximum: 24 * 365,
    default: 24,
    description: 'How long a link to a file works.',
  }),
  FILES_QUOTA_BYTES: Type.Integer({
    minimum: 1,
    default: 1024 ** 3,
    description: "Most that one user's files take together, in bytes.",
  }),
  FILES_QUOTA_FILES: Type.Integer({
    minimum: 1,
    default: 1_000,
    description: 'Most files that one user may have.',
  }),
  FILES_UPLOADS_MAX: Type.Integer({
    minimum: 1,
    default: 8,
    description:
      'Uploads that one replica receives at once, others wait; each holds up to 4 MB of memory, one in JSON up to 40.',
  }),
  FILES_WORKERS: Type.Integer({
    minimum: 1,
    maximum: 16,
    default: 2,
    description: 'Files that one replica looks at once; each takes a process of up to FILES_INSPECT_MAX_MB.',
  }),
  FILES_LEASE_MS: Type.Integer({
    minimum: 500,
    maximum: 600_000,
    default: 5_000,
    description: 'A worker silent for this long loses its file to another.',
  }),
  FILES_INSPECT_MAX_MS: Type.Integer({
    minimum: 500,
    maximum: 120_000,
    default: 10_000,
    description:
      'Most processor time that the decoders may take for one file, and a sixth of the longest they may take by the clock; then they are ended and the file is rejected.',
  }),
  FILES_INSPECT_MAX_MB: Type.Integer({
    minimum: 128,
    maximum: 4_096,
    default: 512,
    description:
      'Most memory that the decoders may take for one file; then they are ended and the file is rejected.',
  }),
  FILES_KEEP_UNREFERENCED_HOURS: Type.Integer({
    minimum: 0,
    maximum: 24 * 365,
    default: 24,
    description: 'How long a file is kept once nothing refers to it any more, such as its last conversation.',
  }),
  FILES_CLAMD_URL: Type.Optional(
    Type.String({
      pattern: '^tcp://[^\\s/:]+:\\d{1,5}$',
      rule: {
        zh: '必须是 clamd 的地址，例如 tcp://clamav:3310',
        en: 'must be the address of a clamd, such as tcp://clamav:3310',
      },
      description:
        'Address of a ClamAV daemon that looks at every file, such as tcp://clamav:3310. Without it files are told to be unscanned.',
    }),
  ),
})
export type Config = Static<typeof Config>

/** What single settings do not show: a bucket needs its keys. Raises ConfigError. */
export const checkConfig = (settings: object): void => void bucketOf('FILES', settings)
