import { instant } from '@lingzhi/contracts/ids'
import t from 'tap'
import { describeBody, describeParameters, describeSuccess } from './describe-operation.ts'
import type { Named } from './describe-schema.ts'
import { describeSchema } from './describe-schema.ts'
import { exampleOf } from './example-of.ts'

const text = { type: 'string' }

t.test(
  'a member is described by its own words, else by those of its schema, else by those of its name',
  async (t) => {
    const named: Named = {}
    const member = (owner: string, schema: object) => {
      describeSchema({ type: 'object', title: owner, properties: { role: schema } }, 'response', named)
      return (named[owner]!.properties as Record<string, { description: string }>).role!.description
    }
    t.equal(member('Mine', { ...text, description: 'My own.' }), 'My own.')
    t.equal(member('Message', text), 'Who said it.')
    t.match(member('User', text), /What the user may do/)
    const { properties } = describeSchema(
      { type: 'object', properties: { created_at: { ...instant } } },
      'response',
      named,
    ) as { properties: Record<string, { description: string }> }
    t.equal(properties.created_at?.description, 'When it was created. ISO 8601, UTC.')
  },
)

t.test('of two spellings one is a member, and tells of the other', async (t) => {
  const properties = { agent_id: { type: 'integer' }, agentId: { type: 'integer' } }
  const schema = describeSchema(
    { type: 'object', properties, required: ['agent_id', 'agentId'] },
    'request',
    {},
  )
  t.strictSame(Object.keys(schema.properties as object), ['agent_id'])
  t.strictSame(schema.required, ['agent_id'])
  t.match(schema.properties, {
    agent_id: { description: /Also read as `agentId`\.$/, 'x-aliases': ['agentId'] },
  })
})

t.test('what has a default may be left out of a request, and is there in a response', async (t) => {
  const schema = {
    type: 'object',
    required: ['format'],
    properties: { format: { ...text, default: 'json' } },
  }
  t.notOk(describeSchema(schema, 'request', {}).required)
  const response = describeSchema(schema, 'response', {})
  t.strictSame(response.required, ['format'])
  t.notMatch(response.properties, { format: { default: 'json' } })
  const parameters = [
    { name: 'limit', in: 'query', required: true, schema: { type: 'integer', default: 20 } },
  ]
  t.match(describeParameters({ parameters }, '/api/agents', {}), [{ required: false, description: /\S/ }])
})

t.test('one schema is named once; where requests differ they have a name of their own', async (t) => {
  const named: Named = {}
  const schema = {
    type: 'object',
    title: 'Rule',
    required: ['a'],
    properties: { a: { ...text, default: '' } },
  }
  t.strictSame(describeSchema(schema, 'response', named), { $ref: '#/components/schemas/Rule' })
  t.strictSame(describeSchema(schema, 'response', named), { $ref: '#/components/schemas/Rule' })
  t.strictSame(describeSchema(schema, 'request', named), { $ref: '#/components/schemas/RuleInput' })
  t.strictSame(Object.keys(named), ['Rule', 'RuleInput'])
})

t.test('alternatives of plain types are one schema', async (t) => {
  const or = (...anyOf: object[]) => describeSchema({ anyOf }, 'response', {})
  t.strictSame(or(text, { type: 'null' }), { type: ['string', 'null'] })
  t.strictSame(or({ enum: ['a', 'b'] }, { type: 'null' }), {
    type: ['string', 'null'],
    enum: ['a', 'b', null],
  })
  t.match(or({ type: 'object', properties: {} }, { type: 'null' }), { anyOf: [{}, {}] })
})

t.test('a body that may be null may be left out', async (t) => {
  const schema = { anyOf: [{ type: 'object', properties: {} }, { type: 'null' }] }
  const body = describeBody(
    { requestBody: { required: true, content: { 'application/json': { schema } } } },
    {},
  )
  t.match(body, {
    required: false,
    content: { 'application/json': { schema: { type: 'object' }, example: {} } },
  })
})

t.test('a stream has the data of its events, each with an example, and a stream as it is sent', async (t) => {
  const named: Named = {}
  const piece = (member: string) => ({
    type: 'object',
    title: `Piece_${member}`,
    properties: { [member]: { ...text, description: 'A piece.', examples: [member] } },
  })
  const events = [
    { name: 'start', when: 'First.', data: piece('first'), id: '0' },
    { when: 'Then.', data: piece('next') },
    { name: 'reset', when: 'Seldom.', data: piece('seldom'), rare: true },
  ]
  const response = { description: 'Default Response', content: { 'application/json': { schema: text } } }
  const { content } = describeSuccess(response, '200', { 'x-events': events }, named)
  t.strictSame(Object.keys(content!), ['text/event-stream'], 'no JSON is promised')
  t.match(content!['text/event-stream'], {
    schema: { anyOf: [{ $ref: /Piece_first$/ }, { $ref: /Piece_next$/ }, { $ref: /Piece_seldom$/ }] },
    examples: { start: { value: { first: 'first' } }, reset: { value: { seldom: 'seldom' } } },
    'x-sse-events': [
      { event: 'start', resumable: true },
      { event: null, resumable: false },
      { event: 'reset' },
    ],
    'x-sse-example': 'event: start\nid: 0\ndata: {"first":"first"}\n\ndata: {"next":"next"}\n\n',
  })
  const parameters = describeParameters({ 'x-events': events }, '/api/chat', named)
  t.strictSame(parameters, [{ $ref: '#/components/parameters/LastEventID' }])
})

t.test('a file has its media types', async (t) => {
  const operation = { 'x-media-types': ['text/csv'] }
  const { content } = describeSuccess({ description: 'The file.' }, '200', operation, {})
  t.strictSame(content, { 'text/csv': { schema: { type: 'string', format: 'binary' } } })
})

t.test('an example is put together from those of the members', async (t) => {
  const named: Named = { Name: { ...text, examples: ['lin'] } }
  const properties = {
    id: text,
    name: { $ref: '#/components/schemas/Name' },
    at: { ...text, format: 'date-time' },
    kinds: { type: 'array', items: { ...text, enum: ['a', 'b'] } },
    size: { type: ['integer', 'null'], minimum: 3 },
  }
  t.match(exampleOf({ type: 'object', properties }, named), {
    id: /^[\da-f-]{36}$/,
    name: 'lin',
    at: /Z$/,
    kinds: ['a'],
    size: 3,
  })
})
