import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

type Schema = Record<string, unknown> & {
  $ref?: string
  properties?: Record<string, Schema>
  required?: string[]
}
type Media = { schema?: Schema; example?: unknown; examples?: Record<string, { value?: unknown }> }
type Parameter = { $ref?: string; name?: string; description?: string; required?: boolean; schema?: Schema }
interface Operation {
  summary?: string
  description?: string
  parameters?: Parameter[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { description?: string; content?: Record<string, Media> }>
}
export interface ApiDocument {
  tags: readonly { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

const cure = 'give its schema a description, or the word to packages/contracts/src/words.ts'

/**
 * What the API document leaves unsaid, or says in a way that generators of clients stumble over: operations, parameters
 * and members without a description, bodies and successes without an example or with one that does not fit, members that
 * are required in spite of their default, and two members of one object with the same name in camel case.
 */
export function undescribedFaults(document: ApiDocument): string[] {
  const faults = new Set<string>()
  const { schemas } = document.components
  for (const { name, description } of document.tags)
    if (description.startsWith('Operations on'))
      faults.add(`Tag ${name}: say what it is about in services/gateway/src/docs/tags.ts.`)

  const fits = validator(document)
  const media = (where: string, type: string, { schema = {}, example, examples }: Media) => {
    inspect(where, schema)
    if (/octet|binary/.test(`${schema.format}`) || Object.keys(schema).length === 0) return
    const given = examples ? Object.values(examples).map(({ value }) => value) : [example]
    if (given.some((one) => one === undefined)) faults.add(`${where}: ${type} has no example.`)
    else if (type.endsWith('json') || type === 'text/event-stream')
      for (const one of given)
        for (const fault of fits(schema, one)) faults.add(`${where}: its example ${fault}.`)
  }
  const inspect = (where: string, schema: Schema) => {
    for (const [name, member] of Object.entries(schema.properties ?? {})) {
      if (!member.description) faults.add(`${where}: \`${name}\` is not described: ${cure}.`)
      inspect(`${where} ${name}`, member)
    }
    for (const name of collisions(schema)) faults.add(`${where}: \`${name}\` has a twin in camel case.`)
    if (schema.title && schema.properties) faults.add(`${where}: another schema is called ${schema.title}.`)
    for (const key of ['items', 'additionalProperties'])
      if (typeof schema[key] === 'object') inspect(where, schema[key] as Schema)
    for (const key of ['anyOf', 'oneOf', 'allOf'])
      for (const one of (schema[key] as Schema[] | undefined) ?? []) inspect(where, one)
  }

  for (const [name, schema] of Object.entries(schemas)) {
    inspect(name, schema)
    if (!schema.description) faults.add(`${name}: is not described: ${cure}.`)
  }
  const summaries = new Map<string, string>()
  for (const [route, operation] of operationsOf(document)) {
    const { summary = '', description, parameters = [], requestBody, responses } = operation
    const twin = summaries.get(summary)
    if (summary === '' || twin)
      faults.add(`${route}: ${twin ? `the same summary as ${twin}` : 'no summary'}.`)
    summaries.set(summary, route)
    if (!description) faults.add(`${route}: no description.`)
    for (const { $ref, name, description, required, schema } of parameters) {
      if (!$ref && !description) faults.add(`${route}: the parameter \`${name}\` is not described: ${cure}.`)
      if (required && schema && 'default' in schema)
        faults.add(`${route}: \`${name}\` is required in spite of its default.`)
    }
    for (const [type, body] of Object.entries(requestBody?.content ?? {})) {
      media(`${route} body`, type, body)
      const { required = [], properties = {} } = resolve(body.schema ?? {}, schemas)
      for (const name of required)
        if (['default', 'x-default'].some((word) => word in (properties[name] ?? {})))
          faults.add(`${route}: \`${name}\` is required in spite of its default.`)
    }
    for (const [status, { description, content = {} }] of Object.entries(responses)) {
      if (!description || description === 'Default Response')
        faults.add(`${route} ${status}: no description.`)
      if (status.startsWith('2'))
        for (const [type, body] of Object.entries(content)) media(`${route} ${status}`, type, body)
    }
  }
  return [...faults]
}

const operationsOf = ({ paths }: ApiDocument) =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
    ),
  )

const resolve = (schema: Schema, schemas: Record<string, Schema>): Schema =>
  schema.$ref ? (schemas[schema.$ref.split('/').at(-1)!] ?? {}) : schema

/** Generators in most languages write every name in camel case. */
function collisions({ properties = {} }: Schema): string[] {
  const seen = new Set<string>()
  return Object.keys(properties).filter((name) => {
    const camel = name.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase())
    return seen.size === seen.add(camel).size
  })
}

function validator({ components }: ApiDocument) {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'doc', components })
  return (schema: Schema, value: unknown): string[] => {
    const check = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"doc#/')))
    check(value)
    return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`.trim())
  }
}
