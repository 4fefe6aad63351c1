import fc from 'fast-check'
import type { Json } from '../client.ts'
import type { Operation, Parameter } from './operations.ts'
import type { Belongings } from './people.ts'
import { resourceOf } from './people.ts'
import { allowedBy, rawBody, spoiled, strangeValue } from './values.ts'

export type Caller = 'guest' | 'user' | 'key' | 'admin' | 'forged'

// Mostly people who are let in: a refusal at the door tries nothing behind it.
const caller = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Caller>('user') },
  { weight: 4, arbitrary: fc.constant<Caller>('admin') },
  { weight: 2, arbitrary: fc.constantFrom<Caller>('key', 'guest') },
  { weight: 1, arbitrary: fc.constant<Caller>('forged') },
)

export interface HostileRequest {
  caller: Caller
  path: string
  headers: Record<string, string>
  body: string | undefined
}

const json = { 'content-type': 'application/json' }

// Headers that mean something to a service or to the gateway; each alone may break what a route promises.
const headers = fc.constantFrom<Record<string, string>>(
  {},
  {},
  {},
  { accept: 'text/event-stream' },
  { accept: 'application/xml;q=0' },
  { 'idempotency-key': 'one key for all' },
  { 'idempotency-key': 'x'.repeat(300) },
  { 'last-event-id': '1-5' },
  { 'last-event-id': '-9e9' },
  { range: 'bytes=5-2' },
  { range: 'bytes=0-10' },
  { 'if-none-match': '*' },
  { traceparent: '00-zz-zz-01', tracestate: '=,,=' },
  { 'x-request-id': '../../x', 'x-user-id': 'root', 'x-forwarded-for': '"' },
  { cookie: 'lingzhi_refresh=%00; __proto__=1', 'x-csrf-token': '1' },
  { authorization: 'Basic YWRtaW46YWRtaW4=' },
  { 'content-encoding': 'gzip' },
)

const segment = fc.oneof(
  fc.uuid(),
  fc.constantFrom('0', '-1', '99999999999999999999', 'null', '__proto__', '*', "1'--", 'x'.repeat(300)),
  fc.string({ minLength: 1, maxLength: 20 }),
)

/** Requests for one operation, about half of them as documented. `ids` are things that exist, by resource. */
export function requestsFor(operation: Operation, ids: Belongings): fc.Arbitrary<HostileRequest> {
  const known = ids[resourceOf(operation.path)] ?? []
  const id =
    known.length > 0 ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, segment) : segment
  const inPath = operation.parameters.filter((parameter) => parameter.in === 'path')
  const path = fc
    .tuple(...inPath.map(() => id))
    .map((values) =>
      inPath.reduce(
        (filled, { name }, n) => filled.replace(`{${name}}`, encoded(values[n] ?? '')),
        operation.path,
      ),
    )
  const query = queryOf(operation.parameters.filter((parameter) => parameter.in === 'query'))
  return fc
    .record({ caller, path, query, headers, body: bodyOf(operation.body) })
    .map(({ caller, path, query, headers, body }) => ({
      caller,
      path: path + query,
      headers: { ...(body !== undefined && json), ...headers },
      body: operation.method === 'GET' ? undefined : body,
    }))
}

function bodyOf(schema: Json): fc.Arbitrary<string | undefined> {
  if (!schema) return fc.constantFrom<string | undefined>(undefined, undefined, '{}', '{"a":1}', '[')
  const text = (value: fc.Arbitrary<Json>) => value.map((one) => JSON.stringify(one))
  return fc.oneof(
    { weight: 5, arbitrary: text(allowedBy(schema)) },
    { weight: 3, arbitrary: text(spoiled(schema)) },
    { weight: 1, arbitrary: rawBody },
  )
}

function queryOf(parameters: Parameter[]): fc.Arbitrary<string> {
  if (parameters.length === 0) return fc.constantFrom('', '', '?', '?a[b]=c&a=%00', '?__proto__[x]=1')
  const one = ({ name, schema }: Parameter) =>
    fc
      .oneof({ weight: 4, arbitrary: allowedBy(schema) }, strangeValue)
      .map((value) => `${name}=${encoded(typeof value === 'object' ? JSON.stringify(value) : String(value))}`)
  return fc.array(fc.oneof(...parameters.map(one)), { maxLength: 4 }).map((parts) => `?${parts.join('&')}`)
}

/** As a client would write it; a lone surrogate has no encoding. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed())
