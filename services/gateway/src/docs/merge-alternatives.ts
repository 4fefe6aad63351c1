import type { Schema } from './document.ts'

/**
 * Alternatives of plain types as one schema: `{type: ['string', 'null']}` instead of an `anyOf`, and an `enum` for
 * constants. Means the same, reads better, and generators make no type of its own of each alternative.
 */
export function mergeAlternatives(schema: Schema): Schema {
  const { anyOf, ...rest } = schema as Schema & { anyOf?: Schema[] }
  if (!anyOf) return withType(schema)
  const alternatives = anyOf.map(mergeAlternatives)
  const types = alternatives.map(({ type }) => type)
  const plain = alternatives.every(
    (one) => typeof one.type === 'string' && one.type !== 'object' && one.title === undefined,
  )
  if (!plain || new Set(types).size !== types.length) return schema
  // Rules of one type beside another: generators write a text's pattern on a number.
  const real = alternatives.filter(({ type }) => type !== 'null')
  if (real.length > 1 && real.some(hasRules)) return schema
  const merged: Schema = Object.assign({}, ...alternatives.toReversed(), rest)
  // A value that is null is none of the listed ones, unless null is listed too.
  if (merged.enum && types.includes('null')) merged.enum = [...(merged.enum as unknown[]), null]
  if ('const' in merged) return schema
  return { ...merged, type: types }
}

const hasRules = ({ type: _, description: __, ...rules }: Schema) => Object.keys(rules).length > 0

/** TypeBox names no type with an `enum`. */
function withType(schema: Schema): Schema {
  const values = schema.enum as unknown[] | undefined
  if (!values || schema.type || !values.every((value) => typeof value === 'string')) return schema
  return { type: 'string', ...schema }
}
