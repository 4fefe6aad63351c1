import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Client, Json } from '../client.ts'
import type { ReadResponse } from './send.ts'
import { streamFault } from './stream-fault.ts'

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  schema: Json
}

export interface Operation {
  method: string
  path: string
  description: string
  parameters: Parameter[]
  /** JSON Schema of the body; undefined when the operation takes none. */
  body?: Json
  responses: Record<string, Json>
  access: 'public' | 'optional' | 'needed'
}

/** Every operation of the merged OpenAPI document, without references; those that remove things come last. */
export async function readOperations(guest: Client): Promise<Operation[]> {
  const { body: document } = await guest.get('/api/docs/json')
  const paths = withoutReferences(document.paths, document)
  const operations = Object.entries<Json>(paths).flatMap(([path, item]) =>
    Object.entries<Json>(item).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      description: operation.description ?? '',
      parameters: (operation.parameters ?? []).filter(({ name }: Json) => name),
      body: operation.requestBody?.content?.['application/json']?.schema,
      responses: operation.responses,
      access: accessOf(operation.security ?? []),
    })),
  )
  const last = ({ method }: Operation) => Number(method === 'DELETE')
  return operations.sort((a, b) => last(a) - last(b))
}

/** A part of a document with each reference replaced by what it names; no schema holds itself. */
function withoutReferences(part: Json, document: Json): Json {
  const known = new Map<string, Json>()
  const find = (reference: string) =>
    reference
      .slice('#/'.length)
      .split('/')
      .reduce((at: Json, step) => at[step], document)
  const resolve = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(resolve)
    if (typeof value !== 'object' || value === null) return value
    const reference = value.$ref
    if (typeof reference !== 'string')
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolve(member)]))
    // One object for each, so that a validator is compiled once.
    if (!known.has(reference)) known.set(reference, resolve(find(reference)))
    return known.get(reference)
  }
  return resolve(part)
}

function accessOf(security: Record<string, unknown>[]): Operation['access'] {
  if (security.length === 0) return 'public'
  return security.some((one) => Object.keys(one).length === 0) ? 'optional' : 'needed'
}

/** What is wrong with a response by the document, or null. A body that is not JSON has only a type to check. */
export function responseChecker() {
  const ajv = new Ajv2020({ strict: false, allErrors: false })
  addFormats.default(ajv)
  const compiled = new Map<object, ReturnType<typeof ajv.compile>>()
  const validatorOf = (schema: Json) => {
    const known = compiled.get(schema)
    if (known) return known
    const validate = ajv.compile(schema)
    compiled.set(schema, validate)
    return validate
  }
  return ({ path, responses }: Operation, { status, type, text }: ReadResponse): string | null => {
    const isOpenAI = path.startsWith('/v1/')
    if (type === 'text/event-stream') return streamFault(text, path)
    if (isOpenAI && status >= 400 && type !== 'application/json') return `${status} as ${type} under /v1`
    const response = responses[status] ?? responses[`${Math.floor(status / 100)}XX`]
    if (!response) return `the status ${status} is not documented`
    if (!response.content) return null
    const schema = response.content[type]?.schema
    if (!(type in response.content)) return `${status} as ${type || 'no type'} is not documented`
    if (!schema || !/[/+]json$/.test(type)) return null
    const validate = validatorOf(schema)
    return validate(JSON.parse(text)) ? null : `${status}: ${ajv.errorsText(validate.errors)}`
  }
}
