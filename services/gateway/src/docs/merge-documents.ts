import type { UpstreamName } from '@lingzhi/contracts/services'
import type { HTTPMethod } from 'find-my-way'
import FindMyWay from 'find-my-way'
import type { Policies } from '../limits/policies.ts'
import type { Row } from '../proxy/row.ts'
import { describeConventions, describeLimits } from './describe-limits.ts'
import { describeBody, describeParameters, eventNotes } from './describe-operation.ts'
import type { Named } from './describe-schema.ts'
import type { Document, Operation } from './document.ts'
import { methodNames } from './document.ts'
import type { Seen } from './problem-responses.ts'
import {
  headerComponents,
  nameFailures,
  problemExamples,
  problemsAnywhere,
  toCode,
  withProblems,
} from './problem-responses.ts'
import { startHere } from './start-here.ts'
import { describeTags } from './tags.ts'

export interface Sources {
  own: Document
  services: readonly (readonly [UpstreamName, Document])[]
  rows: readonly Row[]
  policies: Policies
}

const ticket = { $ref: '#/components/parameters/Ticket' }
const idempotencyKey = { $ref: '#/components/parameters/IdempotencyKey' }

/**
 * One OpenAPI 3.1 document of every public operation: those the services describe and the table lets through,
 * completed by what the edge adds to each (who may call, the limit's class, the edge's own problems).
 */
export function mergeDocuments({ own, services, rows, policies }: Sources): Document {
  const paths: NonNullable<Document['paths']> = {}
  const components: NonNullable<Document['components']> = {}
  const seen: Seen = new Map()
  const named: Named = {}
  nameFailures(named)
  for (const kind of problemsAnywhere) seen.set(kind.code, { ...toCode(kind), status: kind.status })
  const rowOf = matcher(rows)

  const add = (document: Document, upstream: UpstreamName | undefined) => {
    for (const [path, item] of Object.entries(document.paths ?? {})) {
      for (const method of methodNames) {
        const operation = item[method]
        const row = upstream && rowOf(method, path)
        if (!operation || paths[path]?.[method] || (upstream && row?.upstream !== upstream)) continue
        paths[path] = { ...paths[path], [method]: complete(operation, method, path, row, { seen, named }) }
      }
    }
    for (const [kind, entries] of Object.entries(document.components ?? {}))
      components[kind] = { ...entries, ...components[kind] }
  }
  add(own, undefined)
  // Sorted, so that the document does not depend on which service responded first.
  for (const [name, document] of services.toSorted(([a], [b]) => (a < b ? -1 : 1))) add(document, name)

  const sorted = Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1)))
  const operations = Object.values(sorted).flatMap((item) => Object.values(item))
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lingzhi 灵值',
      version: '1.0.0',
      license: { name: 'MIT', identifier: 'MIT' },
      description: [startHere, describeConventions, describeLimits(policies), describeProblems(seen)].join(
        '\n\n',
      ),
    },
    servers: [{ url: '/', description: 'The platform that serves this document.' }],
    tags: describeTags(operations.flatMap(({ tags = [] }) => tags)),
    paths: sorted,
    components: {
      ...components,
      schemas: {
        ...components.schemas,
        ...named,
        Problem: {
          ...named.Problem,
          'x-problem-codes': sortedProblems(seen).map(({ code, title }) => ({ code, title })),
        },
      },
      examples: { ...components.examples, ...problemExamples(seen, named, operations) },
      headers: { ...components.headers, ...headerComponents },
      parameters: { ...components.parameters, ...usedParameters(operations) },
    },
  }
}

function complete(
  operation: Operation,
  method: string,
  path: string,
  row: Row | undefined,
  { seen, named }: { seen: Seen; named: Named },
): Operation {
  const parameters = [
    ...describeParameters(operation, path, named),
    ...(row?.creates ? [idempotencyKey] : []),
    ...(method === 'get' && row?.streams ? [ticket] : []),
  ]
  const limit = row && `Limit: class \`${row.rate}\`.${scopeNote(row)}`
  const notes = [operation.description, eventNotes(operation, named), limit]
  const body = describeBody(operation, named)
  const { 'x-events': _, 'x-media-types': __, 'x-body': ___, ...plain } = operation
  return {
    ...plain,
    operationId: operation.operationId ?? nameOf(method, path),
    summary: operation.summary ?? `${method.toUpperCase()} ${path}`,
    description: notes.filter(Boolean).join('\n\n'),
    tags: operation.tags ?? ['platform'],
    security: securityOf(row),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: body }),
    responses: withProblems(path, method, operation, row, seen, named),
  }
}

function securityOf(row: Row | undefined): Record<string, string[]>[] {
  if (!row || row.access === 'public') return []
  return row.access === 'optional' ? [{}, { bearer: [] }] : [{ bearer: [] }]
}

function scopeNote({ access, scopes }: Row): string {
  if (access === 'public') return ''
  const named = scopes.map((scope) => `\`${scope}\``).join(' or ')
  return named ? ` API keys: scope ${named}.` : ' No API keys.'
}

/** `get /api/conversations/{id}/export` is getApiConversationsIdExport. */
const nameOf = (method: string, path: string) =>
  method +
  path
    .replace(/(^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_all, _gap, first: string) => first.toUpperCase())
    .replace(/[^A-Za-z0-9]/g, '')

/** The row of a documented path, by the same rules as the router's. */
function matcher(rows: readonly Row[]) {
  const router = FindMyWay()
  for (const row of rows) router.on([...row.methods] as HTTPMethod[], row.path, () => {}, row)
  return (method: string, path: string): Row | undefined => {
    const example = path.replace(/\{[^}]*\}/g, 'x')
    return router.find(method.toUpperCase() as HTTPMethod, example)?.store as Row | undefined
  }
}

const sortedProblems = (seen: Seen) =>
  [...seen.values()].sort((a, b) => a.status - b.status || (a.code < b.code ? -1 : 1))

function describeProblems(seen: Seen): string {
  const rows = sortedProblems(seen).map(({ status, code, title }) => `| ${status} | ${code} | ${title} |`)
  return ['## Problems', '', '| status | error_code | meaning |', '|---|---|---|', ...rows].join('\n')
}

const usedParameters = (operations: Operation[]) =>
  Object.fromEntries(
    Object.entries({
      IdempotencyKey: keyParameter,
      LastEventID: lastEventParameter,
      Ticket: ticketParameter,
    }).filter(([name]) =>
      operations.some(({ parameters = [] }) =>
        parameters.some((one) => one.$ref === `#/components/parameters/${name}`),
      ),
    ),
  )

const keyParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes the request take effect once, however often it is sent. A random UUID; without a token nothing that can be guessed is taken.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
}

const lastEventParameter = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description:
    'The `id` of the last event that was read: the stream goes on after it. An EventSource sends it by itself when it reconnects.',
  schema: { type: 'string', maxLength: 256 },
}

const ticketParameter = {
  name: 'ticket',
  in: 'query',
  required: false,
  description:
    'Stands for the token in the URL of an EventSource, which cannot send one. From POST /api/stream-tickets.',
  schema: { type: 'string' },
}
