import type { TSchema, TSchemaOptions } from 'typebox'
import { Type } from 'typebox'

/** The value, or null for none. */
export const Nullable = <T extends TSchema>(schema: T, options?: TSchemaOptions) =>
  Type.Union([schema, Type.Null()], options)

/** A member that may be left out or null, which mean the same. */
export const Maybe = <T extends TSchema>(schema: T) => Type.Optional(Nullable(schema))

/** The pattern of text that PostgreSQL can store: any but U+0000, which it takes neither as text nor in JSON. */
export const storable = '^[^\\u0000]*$'

/**
 * The characters of the basic plane that show nothing, as `isBlank` knows them: in a pattern that readers of the API
 * document understand in any language.
 */
const unseen =
  '\\s\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f' +
  '\\u2028-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb'

/** Text of which something can be seen. */
export const notBlank = `[^${unseen}]`

/** The same, of text that PostgreSQL can store. */
export const storableNotBlank = `^[^\\u0000]*[^${unseen}][^\\u0000]*$`

/** Control characters, U+0000 among them, belong in no name. */
export const printable = '^[^\\u0000-\\u001f\\u007f]*$'

/** A month, YYYY-MM. */
export const month = '^[1-9]\\d{3}-(0[1-9]|1[0-2])$'

/** The path of an event stream, and of nothing else that could be read. */
export const streamPath =
  '^/api/(chat-stream/[\\w-]+|v1/learning/ask-stream/[\\w-]+|v1/homework/submissions/[\\w-]+/events|(v1/)?[\\w-]+/[\\w-]+/events)$'

/** Text without U+0000, for what is cleaned instead of refused: a question, a model's answer. */
export const withoutNul = (text: string): string => text.replaceAll('\0', '')
