import t from 'tap'
import type { ApiDocument } from './described-api.ts'
import { undescribedFaults } from './described-api.ts'

const described = { type: 'string', description: 'A name.' }

function documentOf(operation: object, schemas: object = {}): ApiDocument {
  return {
    tags: [{ name: 'chat', description: 'Talk.' }],
    paths: {
      '/a': {
        get: {
          summary: 'Ask',
          description: 'Asks.',
          responses: { 200: { description: 'Yes.' } },
          ...operation,
        },
      },
    },
    components: { schemas },
  } as unknown as ApiDocument
}
const body = (schema: object, example?: unknown) => ({
  requestBody: { content: { 'application/json': { schema, ...(example !== undefined && { example }) } } },
})

t.test('a document that says everything has no faults', async (t) => {
  const schema = { type: 'object', properties: { name: described } }
  t.same(undescribedFaults(documentOf(body(schema, { name: 'lin' }))), [])
})

t.test('whatever is left unsaid is named', async (t) => {
  const bare = { type: 'object', properties: { name: { type: 'string' } } }
  for (const [what, document, fault] of [
    ['a member', documentOf(body(bare, { name: '' })), /`name` is not described/],
    [
      'a member deep inside',
      documentOf({}, { A: { description: 'A.', items: bare } }),
      /A: `name` is not described/,
    ],
    ['a named schema', documentOf({}, { A: {} }), /A: is not described/],
    [
      'a parameter',
      documentOf({ parameters: [{ name: 'q', schema: {} }] }),
      /the parameter `q` is not described/,
    ],
    ['an operation', documentOf({ description: '' }), /GET \/a: no description/],
    [
      'a response',
      documentOf({ responses: { 200: { description: 'Default Response' } } }),
      /200: no description/,
    ],
    ['an example', documentOf(body({ type: 'string' })), /has no example/],
    ['a group', { ...documentOf({}), tags: [{ name: 'x', description: 'Operations on x.' }] }, /Tag x/],
  ] as const) {
    const faults = undescribedFaults(document)
    t.equal(faults.length, 1, what)
    t.match(faults[0], fault, what)
  }
})

t.test('what generators of clients and readers stumble over is named', async (t) => {
  const twins = { type: 'object', properties: { agent_id: described, agentId: described } }
  t.match(undescribedFaults(documentOf(body(twins, {}))), [/`agentId` has a twin/])
  const withDefault = {
    type: 'object',
    required: ['name'],
    properties: { name: { ...described, default: 'lin' } },
  }
  t.match(undescribedFaults(documentOf(body(withDefault, { name: 'x' }))), [/`name` is required in spite/])
  const query = {
    name: 'limit',
    description: 'How many.',
    required: true,
    schema: { type: 'integer', default: 20 },
  }
  t.match(undescribedFaults(documentOf({ parameters: [query] })), [/`limit` is required in spite/])
  t.match(undescribedFaults(documentOf(body({ type: 'integer' }, 'five'))), [/its example must be integer/])
  const twice = documentOf({})
  twice.paths['/b'] = twice.paths['/a']!
  t.match(undescribedFaults(twice), [/the same summary as GET \/a/])
})
