import type { Bus } from '@lingzhi/bus/open-bus'
import type { FileStore } from './file-store.ts'
import { openNatsStore } from './nats-store.ts'
import { openS3Store } from './s3-store.ts'
import type { FileStoreSettings } from './settings.ts'
import { checkFileStore } from './settings.ts'

/** The store the settings name. */
export function openFileStore(bus: Bus, settings: FileStoreSettings): FileStore {
  const { EXPORT_S3_URL, EXPORT_S3_REGION } = settings
  if (!EXPORT_S3_URL) return openNatsStore(bus, settings)
  checkFileStore(settings)
  return openS3Store({
    EXPORT_S3_URL,
    EXPORT_S3_REGION,
    EXPORT_S3_ACCESS_KEY_ID: settings.EXPORT_S3_ACCESS_KEY_ID ?? '',
    EXPORT_S3_SECRET_ACCESS_KEY: settings.EXPORT_S3_SECRET_ACCESS_KEY ?? '',
  })
}
