import { ConfigError } from '@lingzhi/runtime/load-config'
import { Type } from 'typebox'
import type { NatsStoreSettings } from './nats-store.ts'

/** Where finished files are kept; spread into the service's configuration schema. */
export const fileStoreSettings = {
  EXPORT_STORE_MAX_BYTES: Type.Integer({
    minimum: 1_048_576,
    default: 10 * 1024 ** 3,
    description: 'Most the JetStream object store may hold, in bytes.',
  }),
  EXPORT_KEEP_DAYS: Type.Integer({
    minimum: 1,
    maximum: 365,
    default: 7,
    description: 'Days a finished file is kept.',
  }),
  EXPORT_S3_URL: Type.Optional(
    Type.String({
      pattern: '^https?://',
      rule: {
        zh: '必须是以 http:// 或 https:// 开头的地址',
        en: 'must be an address that begins with http:// or https://',
      },
      description:
        'Address of an S3-compatible bucket; when set, files are kept there instead of in JetStream.',
    }),
  ),
  EXPORT_S3_REGION: Type.String({ default: 'us-east-1', description: 'Region of the bucket.' }),
  EXPORT_S3_ACCESS_KEY_ID: Type.Optional(Type.String({ description: 'Needed with EXPORT_S3_URL.' })),
  EXPORT_S3_SECRET_ACCESS_KEY: Type.Optional(
    Type.String({ secret: true, description: 'Needed with EXPORT_S3_URL.' }),
  ),
}

export interface FileStoreSettings extends NatsStoreSettings {
  EXPORT_S3_URL?: string
  EXPORT_S3_REGION: string
  EXPORT_S3_ACCESS_KEY_ID?: string
  EXPORT_S3_SECRET_ACCESS_KEY?: string
}

/** A bucket needs its two keys. Raises ConfigError. */
export function checkFileStore(settings: Partial<FileStoreSettings>): void {
  const { EXPORT_S3_URL, EXPORT_S3_ACCESS_KEY_ID, EXPORT_S3_SECRET_ACCESS_KEY } = settings
  if (!EXPORT_S3_URL || (EXPORT_S3_ACCESS_KEY_ID && EXPORT_S3_SECRET_ACCESS_KEY)) return
  const names = 'EXPORT_S3_ACCESS_KEY_ID, EXPORT_S3_SECRET_ACCESS_KEY'
  throw new ConfigError([
    { zh: `${names}：设置了 EXPORT_S3_URL 时必须设置`, en: `${names}: needed with EXPORT_S3_URL` },
  ])
}
