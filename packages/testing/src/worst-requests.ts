/** The part of an OpenAPI document that this reads. */
interface Document {
  paths?: Record<string, Record<string, Operation>>
}
interface Operation {
  parameters?: { in: string; name: string; schema?: Schema }[]
  requestBody?: { content?: Record<string, { schema?: Schema }> }
}
interface Schema {
  type?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  maxItems?: number
}

export interface WorstRequest {
  name: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  body?: string
}

/** Text of so many characters, no two neighbours the same, each of three bytes. */
export const chinese = (count: number): string => {
  const codes = new Uint16Array(count)
  for (let n = 0; n < count; n++) codes[n] = 0x4e00 + ((n * 7919) % 20_000)
  return Buffer.from(codes.buffer).toString('utf16le')
}

/** Of a query, so that all headers together stay below what the gateway takes. */
const queryChars = 12_000

/**
 * For each operation of a service's document the requests that cost most to read and to check: every member as long as it may
 * be, each in turn as long as the whole body, and bodies that are deep, wide or cut. What a service looks up or lists is
 * for its own test to add.
 */
export function worstRequests(document: unknown, bodyMaxBytes = 1_000_000): [string, () => WorstRequest[]][] {
  return Object.entries((document as Document).paths ?? {}).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): [string, () => WorstRequest[]] => [
      `${method.toUpperCase()} ${path}`,
      () => requestsOf(path, method.toUpperCase() as WorstRequest['method'], operation, bodyMaxBytes),
    ]),
  )
}

function requestsOf(path: string, method: WorstRequest['method'], operation: Operation, bytes: number) {
  const url = path.replaceAll(/\{\w+\}/g, '0195f1c0-0000-7000-8000-000000000001')
  const queries = (operation.parameters ?? []).filter((one) => one.in === 'query')
  const requests: WorstRequest[] = [
    { name: 'the longest path', method, url: path.replaceAll(/\{\w+\}/g, 'a'.repeat(100)) },
    { name: 'many parameters', method, url: `${url}?${'a=1&'.repeat(queryChars / 4)}` },
    ...queries.flatMap(({ name, schema = {} }) =>
      [longest(schema, queryChars / 9), chinese(queryChars / 9), 'a'].map((value) => ({
        name: `the parameter ${name}`,
        method,
        url: `${url}?${name}=${encodeURIComponent(String(value))}`,
      })),
    ),
  ]
  const schema = operation.requestBody?.content?.['application/json']?.schema
  if (schema)
    requests.push(...worstBodies(schema, bytes).map(([name, body]) => ({ name, method, url, body })))
  return requests
}

function worstBodies(schema: Schema, bytes: number): [string, string][] {
  const plain = least(schema) as object
  const members = Object.keys(schema.properties ?? {})
  const long = chinese(bytes / 3 - 500)
  const each = (value: () => unknown) => Object.fromEntries(members.map((name) => [name, value()]))
  return [
    ['the longest members', JSON.stringify(longest(schema, 1_000))],
    ...members.map((name): [string, string] => [
      `${name} as long as a body`,
      JSON.stringify({ ...plain, [name]: long }),
    ]),
    [
      'members of many values',
      JSON.stringify({ ...plain, ...each(() => Array(Math.floor(28_000 / members.length)).fill('x')) }),
    ],
    [
      'half characters',
      JSON.stringify({ ...plain, ...each(() => '\ud83d'.repeat(bytes / 7 / members.length)) }),
    ],
    ['depth', `${'['.repeat(bytes / 2)}${']'.repeat(bytes / 2)}`],
    ['depth without an end', '{"a":'.repeat(bytes / 5)],
    ['as many values as fit', `[${'1,'.repeat(bytes / 2 - 2)}1]`],
    ['as many members as fit', `{${Array.from({ length: bytes / 12 }, (_, n) => `"k${n}":1`).join()}}`],
    [
      'as many members as are read',
      JSON.stringify({
        ...plain,
        ...Object.fromEntries(Array.from({ length: 28_000 }, (_, n) => [`k${n}`, n])),
      }),
    ],
  ]
}

/** The shortest value that may pass. */
function least({ anyOf, ...schema }: Schema): unknown {
  if (anyOf) return least(anyOf[0] ?? {})
  if (schema.const !== undefined || schema.enum) return schema.const ?? schema.enum?.[0]
  if (schema.type === 'string') return 'a'.repeat(Math.max(1, schema.minLength ?? 1))
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1
  if (schema.type === 'array') return []
  if (schema.type !== 'object') return true
  const required = (schema.required ?? []).map((name) => [name, least(schema.properties?.[name] ?? {})])
  return Object.fromEntries(required)
}

/** The longest value that may pass; `charsMax` where the schema has no bound. */
function longest({ anyOf, ...schema }: Schema, charsMax: number): unknown {
  if (anyOf) return longest(anyOf[0] ?? {}, charsMax)
  if (schema.const !== undefined || schema.enum) return schema.const ?? schema.enum?.[0]
  if (schema.type === 'string') return chinese(schema.maxLength ?? charsMax)
  if (schema.type === 'integer' || schema.type === 'number') return schema.maximum ?? 1
  if (schema.type === 'array')
    return Array.from({ length: schema.maxItems ?? 1_000 }, () => longest(schema.items ?? {}, charsMax))
  if (schema.type !== 'object') return true
  const members = Object.entries(schema.properties ?? {})
  return Object.fromEntries(members.map(([name, member]) => [name, longest(member, charsMax)]))
}
