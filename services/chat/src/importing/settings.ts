import { Type } from 'typebox'

/** What imports may leave behind; spread into the service's configuration schema. */
export const importingSettings = {
  IMPORTED_USER_MAX_BYTES: Type.Integer({
    minimum: 1_048_576,
    default: 4 * 1024 ** 3,
    description:
      "Most that one user's imported conversations take together, in bytes: their texts, and 500 for each conversation and message.",
  }),
}
