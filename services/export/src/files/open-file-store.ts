import type { Bus } from '@lingzhi/bus/open-bus'
import { ConfigError } from '@lingzhi/runtime/load-config'
import type { FileStore } from './file-store.ts'
import { openNatsStore } from './nats-store.ts'
import { openS3Store } from './s3-store.ts'
import type { FileStoreSettings } from './settings.ts'

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
