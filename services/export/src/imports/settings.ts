import { Type } from 'typebox'

/** What imports may take; spread into the service's configuration schema. */
export const importSettings = {
  IMPORT_WORKERS: Type.Integer({
    minimum: 1,
    maximum: 16,
    default: 1,
    description: 'Imports that one replica works on at once.',
  }),
  IMPORT_MAX_BYTES: Type.Integer({
    minimum: 1_048_576,
    maximum: 16 * 1024 ** 3,
    default: 2 * 1024 ** 3,
    description: 'Largest file that can be imported, in bytes.',
  }),
  IMPORT_UNPACKED_MAX_BYTES: Type.Integer({
    minimum: 1_048_576,
    default: 8 * 1024 ** 3,
    description: 'Most that a packed file may unpack to, in bytes.',
  }),
  IMPORT_USER_MAX_BYTES: Type.Integer({
    minimum: 1_048_576,
    default: 4 * 1024 ** 3,
    description: "Most that one user's uploaded files take together until they are imported, in bytes.",
  }),
  IMPORT_STORE_MAX_BYTES: Type.Integer({
    minimum: 1_048_576,
    default: 6 * 1024 ** 3,
    description:
      "Most that everybody's uploaded files take together, in bytes. They share the file store with exports: less than EXPORT_STORE_MAX_BYTES.",
  }),
  IMPORT_KEEP_HOURS: Type.Integer({
    minimum: 1,
    maximum: 48,
    default: 24,
    description: 'How long an upload that is not finished, or the file of a dry run, is kept.',
  }),
  IMPORT_JOBS_AT_ONCE: Type.Integer({
    minimum: 1,
    default: 3,
    description: 'Imports of one user that may be uploaded, wait or run at once.',
  }),
  IMPORT_JOBS_PER_DAY: Type.Integer({
    minimum: 1,
    default: 50,
    description: 'Imports that one user may start within 24 hours, dry runs included.',
  }),
  IMPORT_UPLOADS_MAX: Type.Integer({
    minimum: 1,
    default: 8,
    description:
      'Uploads that one replica receives at once, a third of them of one user; each holds up to 8 MB of memory.',
  }),
}
