import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Json } from '../client.ts'
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

/** Every operation of the merged OpenAPI document; those that remove things come last. */
export function operationsOf(document: Json): Operation[] {
  const operations = Object.entries<Json>(document.paths).flatMap(([path, item]) =>
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

function accessOf(security: Record<string, unknown>[]): Operation['access'] {
  if (security.length === 0) return 'public'
  return security.some((one) => Object.keys(one).length === 0) ? 'optional' : 'needed'
}

/** What is wrong with a response by the document, or null. A body that is not JSON has only a type to check. */
export function responseChecker(document: Json) {
  const ajv = new Ajv2020({ strict: false, allErrors: false })
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'api', components: document.components })
  const compiled = new Map<object, ReturnType<typeof ajv.compile>>()
  const validatorOf = (schema: Json) => {
    const known = compiled.get(schema)
    if (known) return known
    const absolute = schema.$ref ? { $ref: `api${schema.$ref}` } : schema
    const validate = ajv.compile(absolute)
    compiled.set(schema, validate)
    return validate
  }
  return ({ path, responses }: Operation, { status, type, text }: ReadResponse): string | null => {
    const isOpenAI = path.startsWith('/v1/')
    if (type === 'text/event-stream') return streamFault(text, isOpenAI)
    if (isOpenAI && status >= 400 && type !== 'application/json') return `${status} as ${type} under /v1`
    const response = responses[status] ?? responses[`${Math.floor(status / 100)}XX`]
    if (!response) return `the status ${status} is not documented`
    if (!response.content) return null
    const schema = response.content[type]?.schema
    if (!(type in response.content)) return `${status} as ${type || 'no type'} is not documented`
    if (!schema || !type.endsWith('json')) return null
    const validate = validatorOf(schema)
    return validate(JSON.parse(text)) ? null : `${status}: ${ajv.errorsText(validate.errors)}`
  }
}
