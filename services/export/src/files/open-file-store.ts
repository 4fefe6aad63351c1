import type { Bus } from '@lingzhi/bus/open-bus'
import { ConfigError } from '@lingzhi/runtime/load-config'
import { Type } from 'typebox'
import type { FileStore } from './file-store.ts'
import type { NatsStoreSettings } from './nats-store.ts'
import { openNatsStore } from './nats-store.ts'
import { openS3Store } from './s3-store.ts'

export const fileStoreSettings = {
  /** Most the JetStream object store may hold, in bytes. */
  EXPORT_STORE_MAX_BYTES: Type.Integer({ minimum: 1_048_576, default: 10 * 1024 ** 3 }),
  /** Days a finished file is kept. */
  EXPORT_KEEP_DAYS: Type.Integer({ minimum: 1, maximum: 365, default: 7 }),
  /** Address of an S3-compatible bucket; when set, files live there instead of in JetStream. */
  EXPORT_S3_URL: Type.Optional(Type.String({ pattern: '^https?://' })),
  EXPORT_S3_REGION: Type.String({ default: 'us-east-1' }),
  EXPORT_S3_ACCESS_KEY_ID: Type.Optional(Type.String()),
  EXPORT_S3_SECRET_ACCESS_KEY: Type.Optional(Type.String()),
}

export interface FileStoreSettings extends NatsStoreSettings {
  EXPORT_S3_URL?: string
  EXPORT_S3_REGION: string
  EXPORT_S3_ACCESS_KEY_ID?: string
  EXPORT_S3_SECRET_ACCESS_KEY?: string
}

/** The store the settings name. */
export function openFileStore(bus: Bus, settings: FileStoreSettings): FileStore {
  const { EXPORT_S3_URL, EXPORT_S3_REGION, EXPORT_S3_ACCESS_KEY_ID, EXPORT_S3_SECRET_ACCESS_KEY } = settings
  if (!EXPORT_S3_URL) return openNatsStore(bus, settings)
  if (!EXPORT_S3_ACCESS_KEY_ID || !EXPORT_S3_SECRET_ACCESS_KEY) {
    throw new ConfigError(['EXPORT_S3_ACCESS_KEY_ID, EXPORT_S3_SECRET_ACCESS_KEY: needed with EXPORT_S3_URL'])
  }
  return openS3Store({
    EXPORT_S3_URL,
    EXPORT_S3_REGION,
    EXPORT_S3_ACCESS_KEY_ID,
    EXPORT_S3_SECRET_ACCESS_KEY,
  })
}
