import { bucketOf, storeSettings } from '@lingzhi/objects/settings'
import { Type } from 'typebox'

/** Where finished files are kept; spread into the service's configuration schema. */
export const fileStoreSettings = {
  ...storeSettings('EXPORT'),
  EXPORT_KEEP_DAYS: Type.Integer({
    minimum: 1,
    maximum: 365,
    default: 7,
    description: 'Days a finished file is kept.',
  }),
}

/** A bucket needs its two keys. Raises ConfigError. */
export const checkFileStore = (settings: object): void => void bucketOf('EXPORT', settings)
