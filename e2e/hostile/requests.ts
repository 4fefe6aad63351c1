import fc from 'fast-check'
import type { Json } from '../client.ts'
import { known } from './known.ts'
import type { Operation, Parameter } from './operations.ts'
import { kindOf } from './people.ts'
import { allowedBy, allowedFor, rawBody, spoiled, strangeValue } from './values.ts'

export type Caller = 'guest' | 'user' | 'key' | 'admin' | 'forged'

/** Mostly people who are let in: a refusal at the door tries nothing behind it. */
function callerOf({ path }: Operation): fc.Arbitrary<Caller> {
  const [usual, other] = (path.includes('/admin/') ? ['admin', 'user'] : ['user', 'admin']) as [
    Caller,
    Caller,
  ]
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    { weight: 4, arbitrary: fc.constantFrom<Caller>('key', other) },
    { weight: 1, arbitrary: fc.constant<Caller>('guest') },
    { weight: 1, arbitrary: fc.constant<Caller>('forged') },
  )
}

export interface HostileRequest {
  caller: Caller
  path: string
  headers: Record<string, string>
  body: string | undefined
}

const json = { 'content-type': 'application/json' }

// Headers that mean something to a service or to the gateway; each alone may break what a route promises.
const strangeHeaders = fc.constantFrom<Record<string, string>>(
  { accept: 'text/event-stream' },
  { accept: 'application/xml;q=0' },
  { 'idempotency-key': 'one key for all' },
  { 'idempotency-key': 'x'.repeat(300) },
  { 'last-event-id': '1-5' },
  { 'last-event-id': '-9e9' },
  { range: 'bytes=5-2' },
  { range: 'bytes=0-10' },
  { 'if-none-match': '*' },
  { 'if-range': '"x"', range: 'bytes=0-' },
  { traceparent: '00-zz-zz-01', tracestate: '=,,=' },
  { 'x-request-id': '../../x', 'x-user-id': 'root', 'x-forwarded-for': '"' },
  { cookie: 'lz_refresh=%00; __proto__=1', 'x-requested-with': '1' },
  { cookie: 'lz_refresh=~refresh-token.0~', 'x-requested-with': 'console' },
  { authorization: 'Basic YWRtaW46YWRtaW4=' },
  { 'content-encoding': 'gzip' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=utf-16' },
)
const headers = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Record<string, string>>({}) },
  { weight: 1, arbitrary: strangeHeaders },
)
/** A client address of its own for each request, as a proxy would forward it, so that none is blocked for others. */
const origin = fc.ipV4().map((address): Record<string, string> => ({ 'x-forwarded-for': address }))

// Nothing that a client, or the tolerance for trailing spaces, takes for another path.
const strangeSegment = fc.oneof(
  fc.uuid(),
  fc.constantFrom('0', '-1', '99999999999999999999', 'null', '__proto__', '*', "1'--", 'x'.repeat(300)),
  fc.string({ minLength: 1, maxLength: 20 }).filter((text) => /[^\s.]/.test(text)),
)

/** Requests for one operation, most of them as documented, about things that exist. */
export function requestsFor(operation: Operation): fc.Arbitrary<HostileRequest> {
  const query = queryOf(operation.parameters.filter((parameter) => parameter.in === 'query'))
  return fc
    .record({
      caller: callerOf(operation),
      path: pathOf(operation.path),
      query,
      origin,
      headers,
      body: bodyOf(operation.body),
    })
    .map(({ caller, path, query, origin, headers, body }) => ({
      caller,
      path: path + query,
      headers: { ...(body !== undefined && json), ...origin, ...headers },
      body: operation.method === 'GET' ? undefined : body,
    }))
}

/** The path with something of the kind named before each parameter, or with nonsense there. */
function pathOf(template: string): fc.Arbitrary<string> {
  const parts = template.split('/')
  const filled = parts.map((part, n) =>
    part.startsWith('{')
      ? fc.oneof(
          { weight: 4, arbitrary: known(kindOf(template, parts[n - 1] ?? '')) },
          { weight: 1, arbitrary: strangeSegment.map(encoded) },
        )
      : fc.constant(part),
  )
  return fc.tuple(...filled).map((segments) => segments.join('/'))
}

function bodyOf(schema: Json): fc.Arbitrary<string | undefined> {
  if (!schema) {
    const nothing = { weight: 4, arbitrary: fc.constant(undefined) }
    return fc.oneof(nothing, fc.constantFrom<string | undefined>('{}', '{"a":1}', '['))
  }
  const text = (value: fc.Arbitrary<Json>) => value.map((one) => JSON.stringify(one))
  return fc.oneof(
    { weight: 5, arbitrary: text(allowedBy(schema)) },
    { weight: 2, arbitrary: text(spoiled(schema)) },
    { weight: 1, arbitrary: rawBody },
  )
}

function queryOf(parameters: Parameter[]): fc.Arbitrary<string> {
  if (parameters.length === 0) return fc.constantFrom('', '', '?', '?a[b]=c&a=%00', '?__proto__[x]=1')
  const one = ({ name, schema }: Parameter) =>
    fc
      .oneof({ weight: 6, arbitrary: allowedFor(name, schema) }, { weight: 1, arbitrary: strangeValue })
      .map((value) => `${name}=${encoded(typeof value === 'object' ? JSON.stringify(value) : String(value))}`)
  return fc.array(fc.oneof(...parameters.map(one)), { maxLength: 3 }).map((parts) => `?${parts.join('&')}`)
}

/** As a client would write it; a lone surrogate has no encoding. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed())
