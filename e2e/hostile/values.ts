import fc from 'fast-check'
import type { Json } from '../client.ts'
import { meaningful } from './known.ts'

const nasty = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '你好🙂',
  "'; drop table users; --",
  '../../etc/passwd',
]
const strange = [null, true, 0, -1, 1.5, 2 ** 31, 2 ** 53, -1e300, [], {}, [[]], ...nasty, 'x'.repeat(3_000)]
const polluting = ['{"__proto__":{"role":"admin"}}', '{"constructor":{"prototype":{"role":"admin"}}}']

/** Values a service does not expect: every JSON type at its edges, and text that parsers stumble over. */
export const strangeValue: fc.Arbitrary<Json> = fc.constantFrom<Json>(...strange)

/** Bodies that do not match their content type, or have members they should not. */
export const rawBody = fc.constantFrom(
  '',
  '{',
  'null',
  '[]',
  '"text"',
  '{"a":1}{"a":2}',
  '\ufeff{}',
  '{"a":1e999}',
  `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
  `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  ...polluting,
)

const formats: Record<string, fc.Arbitrary<string>> = {
  uuid: fc.uuid({ version: 7 }),
  date: fc
    .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  'date-time': fc
    .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  email: fc.nat(1e6).map((n) => `fuzz-${n}@example.com`),
  ipv4: fc.ipV4(),
  ipv6: fc.ipV6(),
}

const matching: Record<string, fc.Arbitrary<string>> = {
  '^[1-9]\\d{3}-(0[1-9]|1[0-2])$': fc.constantFrom('2026-02', '1000-01', '9999-12'),
  '^\\d{0,9}$': fc.constantFrom('', '0', '1', '007', '999999999'),
  // A name of a server of tools.
  '^[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?$': fc.nat(1e6).map((n) => `s-${n}`),
  // A criterion's.
  '^[a-zA-Z0-9_-]{1,32}$': fc.nat(1e6).map((n) => `c-${n}`),
  // Where a file is downloaded.
  '^(https?://[^/]+)?/api/v1/files/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/(download|preview)$': fc
    .uuid()
    .map((id) => `/api/v1/files/${id}/download`),
  '^[a-z_.]*$': fc.stringMatching(/^[a-z_.]{0,20}$/),
}

const printable = fc.string({ unit: fc.constantFrom(...'abz09 -_.你🙂é"\\<&'), maxLength: 30 })

function textOf({ format, pattern, minLength = 0, maxLength = 60 }: Json): fc.Arbitrary<string> {
  const known = formats[format] ?? matching[pattern]
  if (known) return known
  const limit = Math.min(maxLength, 60)
  const pad = (text: string) => text.padEnd(minLength, 'x').slice(0, limit)
  return fc.oneof(
    printable.map(pad),
    fc.nat(1e6).map((n) => pad(`fuzz ${n}`)),
  )
}

/** Values a JSON Schema allows, or nearly (patterns are not always met): enough get past validation. */
export function allowedBy(schema: Json): fc.Arbitrary<Json> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map(allowedBy))
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map((type: string) => allowedBy({ ...schema, type })))
  }
  const { minimum, maximum, exclusiveMinimum, multipleOf } = schema
  switch (schema.type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.integer({
        min: Math.max(minimum ?? -10, -(2 ** 31)),
        max: Math.min(maximum ?? 1_000, 2 ** 31),
      })
    case 'number':
      if (multipleOf) {
        const [min, max] = [(minimum ?? 0) / multipleOf, (maximum ?? 1_000) / multipleOf]
        return fc.integer({ min: Math.ceil(min), max: Math.floor(max) }).map((n) => n * multipleOf)
      }
      return fc.double({ min: minimum ?? exclusiveMinimum ?? -10, max: maximum ?? 1_000, noNaN: true })
    case 'string':
      return textOf(schema)
    case 'array':
      return fc.array(allowedBy(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: 3 })
    case 'object':
      return recordOf(schema)
    default:
      return strangeValue
  }
}

/** Values of a member or parameter: mostly something that exists, if its name shows of what kind. */
export function allowedFor(name: string, schema: Json): fc.Arbitrary<Json> {
  const meant = meaningful[name]
  const allowed = allowedBy(schema)
  return meant ? fc.oneof({ weight: 4, arbitrary: meant }, { weight: 1, arbitrary: allowed }) : allowed
}

function recordOf({ properties = {}, required = [] }: Json): fc.Arbitrary<Json> {
  const entries = Object.entries<Json>(properties).map(([name, schema]) => [name, allowedFor(name, schema)])
  const requiredKeys = required.filter((name: string) => name in properties)
  return fc.record(Object.fromEntries(entries), { requiredKeys }) as fc.Arbitrary<Json>
}

/** A value the schema allows with one member, at any depth, replaced by something strange. */
export const spoiled = (schema: Json): fc.Arbitrary<Json> =>
  fc
    .tuple(allowedBy(schema), strangeValue, fc.nat(20))
    .map(([value, other, at]) => replaceAt(value, other, at))

function replaceAt(value: Json, other: Json, at: number): Json {
  if (value === null || typeof value !== 'object') return other
  const keys = Object.keys(value)
  const key = keys[at % (keys.length || 1)]
  if (key === undefined) return other
  const inner = at % 3 === 0 ? replaceAt(value[key], other, at >> 1) : other
  return Array.isArray(value) ? value.with(Number(key), inner) : { ...value, [key]: inner }
}
