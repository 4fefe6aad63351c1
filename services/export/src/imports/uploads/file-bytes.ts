import { Type } from 'typebox'

/** A file, or a part of one, in a body that is read as it arrives. */
export const FileBytes = Type.String({
  format: 'binary',
  description: 'The bytes, as they are.',
  examples: ['(the bytes of conversations.zip)'],
})
