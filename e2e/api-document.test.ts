import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import t from 'tap'

interface Node {
  [key: string]: unknown
}
interface Media extends Node {
  schema?: Node
  example?: unknown
  examples?: Record<string, Node>
}
interface Operation extends Node {
  parameters?: Node[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { description: string; content?: Record<string, Media> }>
}

const file = new URL('../docs/openapi.json', import.meta.url)
const document = JSON.parse(await readFile(file, 'utf8')) as Node & {
  paths: Record<string, Record<string, Operation>>
}
const ajv = new Ajv2020({ strict: false, validateSchema: false })
formats.default(ajv)
ajv.addSchema({ ...document, $id: 'document' })

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
)

/** What a reference points to. */
function resolve(node: Node): Node {
  if (typeof node.$ref !== 'string') return node
  return node.$ref
    .slice(2)
    .split('/')
    .reduce((at, key) => at[key] as Node, document as Node)
}

/** Whether a value is what the schema says; references are those of the document. */
function fits(schema: Node, value: unknown): boolean {
  const absolute = JSON.stringify(schema).replaceAll('"#/components', '"document#/components')
  return ajv.validate(JSON.parse(absolute) as Node, value)
}

/** Every schema in `node` that has examples, with them. */
function exampled(node: unknown): { schema: Node; value: unknown }[] {
  if (typeof node !== 'object' || node === null) return []
  const { examples, ...rest } = node as Node
  const own = Array.isArray(examples) ? examples.map((value) => ({ schema: rest, value })) : []
  const deeper = Object.entries(rest).filter(([key]) => key !== 'example' && key !== 'x-sse-events')
  return [...own, ...deeper.flatMap(([, value]) => exampled(value))]
}

t.test('every example fits its schema', async (t) => {
  const found = exampled([document.paths, (document.components as Node).schemas])
  for (const { operation } of operations) {
    const bodies = [operation.requestBody, ...Object.values(operation.responses)]
    const media = bodies.flatMap((body) => Object.values(body?.content ?? {}))
    for (const one of [...media, ...(operation.parameters ?? []).map(resolve)] as Media[]) {
      const given = Object.values(one.examples ?? {}).map((example) => resolve(example).value)
      for (const value of [...given, ...('example' in one ? [one.example] : [])])
        found.push({ schema: one.schema ?? {}, value })
    }
  }
  t.ok(found.length > 500)
  t.strictSame(
    found.filter(({ schema, value }) => !fits(schema, value)),
    [],
  )
})

t.test('every failure is listed by its status, none by a range', async (t) => {
  for (const { name, operation } of operations)
    t.strictSame(
      Object.keys(operation.responses).filter((status) => !/^\d{3}$/.test(status)),
      [],
      name,
    )
  const codesOf = (name: string, status: number) =>
    operations.find((one) => one.name === name)?.operation.responses[status]?.description ?? ''
  for (const name of ['post /v1/chat/completions', 'post /v1/responses', 'get /v1/models/{model}'])
    t.match(codesOf(name, 404), /AGENT_NOT_FOUND/, name)
  for (const name of ['post /api/messages/{id}/edit', 'post /api/messages/{id}/regenerate'])
    t.match(codesOf(name, 404), /MESSAGE_NOT_FOUND/, name)
})

t.test('what reads a body or a query lists VALIDATION_ERROR', async (t) => {
  for (const { name, operation } of operations) {
    const queried = operation.parameters?.some((one) => one.in === 'query')
    if (operation.requestBody || queried)
      t.match(operation.responses[400]?.description, /VALIDATION_ERROR/, name)
  }
})

t.test('what always streams promises no JSON', async (t) => {
  const streams = operations.filter(({ name }) => name === 'post /api/chat-stream')
  t.equal(streams.length, 1)
  for (const { operation } of streams)
    t.strictSame(Object.keys(operation.responses[200]?.content ?? {}), ['text/event-stream'])
})

t.test('a stream that takes a ticket has it among its parameters', async (t) => {
  for (const name of ['get /api/chat-stream/{reply_id}', 'get /api/exports/{id}/events']) {
    const operation = operations.find((one) => one.name === name)?.operation
    t.ok(
      operation?.parameters?.map(resolve).some((one) => one.name === 'ticket' && one.in === 'query'),
      name,
    )
  }
})

t.test(
  'a rule for texts stands beside no other type, where generators would put it on numbers',
  async (t) => {
    const wrong: unknown[] = []
    JSON.stringify(document, (_, value: Node) => {
      const types = Array.isArray(value?.type) ? value.type.filter((type) => type !== 'null') : []
      if (types.length > 1 && 'pattern' in value) wrong.push(value)
      return value
    })
    t.strictSame(wrong, [])
  },
)
