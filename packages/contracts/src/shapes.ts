import type { TSchema, TSchemaOptions } from 'typebox'
import { Type } from 'typebox'

/** The value, or null for none. */
export const Nullable = <T extends TSchema>(schema: T, options?: TSchemaOptions) =>
  Type.Union([schema, Type.Null()], options)

/** A member that may be left out or null, which mean the same. */
export const Maybe = <T extends TSchema>(schema: T) => Type.Optional(Nullable(schema))

/** The pattern of text that PostgreSQL can store: any but U+0000, which it takes neither as text nor in JSON. */
export const storable = '^[^\\u0000]*$'

/** The same, with something other than white space in it. */
export const storableNotBlank = '^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$'

/** Control characters, U+0000 among them, belong in no name. */
export const printable = '^[^\\u0000-\\u001f\\u007f]*$'

/** Text without U+0000, for what is cleaned instead of refused: a question, a model's answer. */
export const withoutNul = (text: string): string => text.replaceAll('\0', '')
