import type { Json } from '../client.ts'
import type { Operation, Parameter } from './operations.ts'

export interface WrongRequest {
  /** What is wrong with it. */
  name: string
  method: string
  path: string
  headers: Record<string, string>
  body?: string | undefined
}

const json = { 'content-type': 'application/json' }
const nobody = '01980000-0000-7000-8000-000000000000'
const fill = (path: string, id: string) => path.replace(/\{[^}]*\}/g, id)

/** Wrong values for a member of any kind: each breaks another rule, and one breaks a format or a pattern. */
const wrongValues: Json[] = [
  5,
  -1,
  1.5,
  1e12,
  true,
  null,
  '',
  ' ',
  '\u0000',
  'no such value',
  'x'.repeat(5_000),
  [],
  {},
  [[]],
  [{}, 5],
]

/** One request for each way in which the requests of an operation are wrong; `headers` admit the caller. */
export function* wrongRequests(
  { method, path, parameters, body }: Operation,
  headers: Record<string, string>,
): Generator<WrongRequest> {
  // Deleting the account, or every session, would end the test's own.
  if (method === 'DELETE' && !path.includes('{')) return
  const usual = fill(path, nobody)
  const base = { method, headers, path: usual }
  yield { ...base, name: 'no token', headers: {} }
  yield { ...base, name: 'a bad token', headers: { authorization: 'Bearer x' } }
  yield { ...base, name: 'no bearer', headers: { authorization: 'Basic YTpi' } }
  if (path.includes('{')) {
    for (const id of ['no-id', '0', `${'9'.repeat(20)}`, 'x'.repeat(300), '%00', '%E4%BD%A0'])
      yield { ...base, name: `the id ${id}`, path: fill(path, id) }
  }
  for (const parameter of parameters.filter((one) => one.in === 'query')) yield* wrongQueries(base, parameter)
  if (method === 'GET') return
  const send = (name: string, text: string, more: Record<string, string> = {}) => ({
    ...base,
    name,
    headers: { ...headers, ...json, ...more },
    body: text,
  })
  for (const text of ['', '{', '[]', '"text"', '5', 'null', '{}', `${'['.repeat(200)}${']'.repeat(200)}`])
    yield send(`the body ${text.slice(0, 20)}`, text)
  yield send('a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' })
  yield send('plain text', 'hello', { 'content-type': 'text/plain' })
  yield send('a compressed body', '{}', { 'content-encoding': 'gzip' })
  yield send('an unknown charset', '{}', { 'content-type': 'application/json; charset=klingon' })
  yield send('a bad key', '{}', { 'idempotency-key': 'x'.repeat(300) })
  yield send('a foreign event id', '{"message":"hello"}', { 'last-event-id': 'nonsense' })
  for (const shape of [body, ...(body?.anyOf ?? [])]) {
    for (const [name, schema] of Object.entries<Json>(shape?.properties ?? {})) {
      for (const value of [...wrongValues, ...beyond(schema)])
        yield send(
          `${name}: ${JSON.stringify(value).slice(0, 40)}`,
          JSON.stringify({ ...filled(shape, name), [name]: value }),
        )
    }
  }
}

function* wrongQueries(base: Omit<WrongRequest, 'name'>, { name, schema }: Parameter) {
  for (const value of ['x', '-1', '0', '1.5', '99999', '', '%00', '2026-13-45', 'x'.repeat(3_000)])
    yield { ...base, name: `?${name}=${value.slice(0, 20)}`, path: `${base.path}?${name}=${value}` }
  yield { ...base, name: `?${name} twice`, path: `${base.path}?${name}=a&${name}=b` }
  for (const value of beyond(schema))
    yield {
      ...base,
      name: `?${name}=${value}`,
      path: `${base.path}?${name}=${encodeURIComponent(String(value))}`,
    }
}

/** Values just outside the bounds of a schema. */
function beyond({ maximum, minimum, maxLength, maxItems }: Json): Json[] {
  return [
    ...(maximum === undefined ? [] : [maximum + 1]),
    ...(minimum === undefined ? [] : [minimum - 1]),
    ...(maxLength > 0 && maxLength < 100_000 ? ['x'.repeat(maxLength + 1)] : []),
    ...(maxItems > 0 && maxItems < 5_000 ? [Array.from({ length: maxItems + 1 }, () => 'x')] : []),
  ]
}

/** The other required members, so that the one that is wrong is looked at. */
function filled({ properties = {}, required = [] }: Json, except: string): Json {
  const others = required.filter((name: string) => name !== except)
  return Object.fromEntries(others.map((name: string) => [name, plausible(properties[name])]))
}

function plausible(schema: Json): Json {
  if (schema?.enum) return schema.enum[0]
  if (schema?.type === 'integer' || schema?.type === 'number') return schema.minimum ?? 1
  if (schema?.type === 'boolean') return true
  if (schema?.type === 'array') return []
  if (schema?.type === 'object') return {}
  return 'plausible text'
}
