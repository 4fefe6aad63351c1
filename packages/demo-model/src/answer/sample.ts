// Deeper schemas are usually recursive.
const depthMax = 8
/** What a model that cannot tell says, where it may. */
const cannotTell = ['none', 'unsure', 'unknown', 'undecided']

type Members = Record<string, unknown>

/**
 * A value of a JSON Schema, the same for the same schema and text: texts say what `text` says, as far as their bounds let them,
 * and of a choice one is taken that decides nothing, if there is one. Of patterns it knows nothing.
 */
export function sample(schema: unknown, text: string): unknown {
  return made(schema, text, schema, 0)
}

function made(schema: unknown, text: string, root: unknown, depth: number): unknown {
  if (!isMembers(schema) || depth > depthMax) return null
  const next = (of: unknown) => made(of, text, root, depth + 1)
  if (typeof schema.$ref === 'string') return next(referred(root, schema.$ref))
  const choices = [...list(schema.enum), ...alternativesOf(schema).flatMap(({ const: one }) => one ?? [])]
  const given = [schema.const, schema.default, ...choices.filter((one) => cannotTell.includes(String(one)))]
  const known = [...given, ...choices, ...list(schema.examples)].find((value) => value !== undefined)
  if (known !== undefined) return known
  const [alternative] = alternativesOf(schema)
  if (alternative) return next(alternative)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'string') return textWithin(schema, text)
  if (type === 'number' || type === 'integer') return numberWithin(schema)
  if (type === 'boolean') return true
  if (type === 'array') return Array.from({ length: lengthWithin(schema) }, () => next(schema.items))
  if (type !== 'object' && !schema.properties) return type === 'null' ? null : {}
  const members = Object.entries(isMembers(schema.properties) ? schema.properties : {})
  return Object.fromEntries(members.map(([name, member]) => [name, next(member)]))
}

const alternativesOf = (schema: Members): Members[] =>
  [...list(schema.anyOf), ...list(schema.oneOf)].filter(isMembers)

/** What a reference within the schema names. */
function referred(root: unknown, reference: string): unknown {
  const names = reference.startsWith('#/') ? reference.slice(2).split('/') : []
  return names.reduce<unknown>((at, name) => (isMembers(at) ? at[name] : undefined), root)
}

function textWithin({ minLength, maxLength }: Members, text: string): string {
  const cut = Array.from(text).slice(0, numberOr(maxLength, Number.POSITIVE_INFINITY)).join('')
  return cut.padEnd(numberOr(minLength, 0), '·')
}

function numberWithin({ minimum, exclusiveMinimum, maximum, exclusiveMaximum, type }: Members): number {
  const least = numberOr(minimum, Number.NEGATIVE_INFINITY)
  const above = numberOr(exclusiveMinimum, Number.NEGATIVE_INFINITY)
  const most = Math.min(
    numberOr(maximum, Number.POSITIVE_INFINITY),
    numberOr(exclusiveMaximum, Number.POSITIVE_INFINITY),
  )
  const wanted = Number.isFinite(least) || Number.isFinite(above) ? Math.max(least, above) : Math.min(1, most)
  if (wanted > above && wanted < numberOr(exclusiveMaximum, Number.POSITIVE_INFINITY)) return wanted
  const step = type === 'integer' || !Number.isFinite(most - wanted) ? 1 : (most - wanted) / 2
  return wanted <= above ? wanted + step : wanted - step
}

/** One item shows what items are like; more where they are asked for. */
const lengthWithin = ({ minItems, maxItems }: Members): number =>
  Math.min(Math.max(1, numberOr(minItems, 0)), numberOr(maxItems, Number.POSITIVE_INFINITY))

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise
