import type { UpstreamName } from '@lingzhi/contracts/services'
import type { HTTPMethod } from 'find-my-way'
import FindMyWay from 'find-my-way'
import type { Policies } from '../limits/policies.ts'
import type { Row } from '../proxy/row.ts'
import { describeConventions, describeLimits } from './describe-limits.ts'
import type { Document, Operation, ProblemCode } from './document.ts'
import { methodNames } from './document.ts'
import {
  headerComponents,
  problemSchemas,
  problemsAnywhere,
  toCode,
  withProblems,
} from './problem-responses.ts'

export interface Sources {
  own: Document
  services: readonly (readonly [UpstreamName, Document])[]
  rows: readonly Row[]
  policies: Policies
}

const idempotencyKey = { $ref: '#/components/parameters/IdempotencyKey' }

/**
 * One OpenAPI 3.1 document of every public operation: those the services describe and the table lets through,
 * completed by what the edge adds to each (who may call, the limit's class, the edge's own problems).
 */
export function mergeDocuments({ own, services, rows, policies }: Sources): Document {
  const paths: NonNullable<Document['paths']> = {}
  const components: NonNullable<Document['components']> = {}
  const seen = new Map<string, ProblemCode & { status: number }>()
  for (const kind of problemsAnywhere) seen.set(kind.code, { ...toCode(kind), status: kind.status })
  const rowOf = matcher(rows)

  const add = (document: Document, upstream: UpstreamName | undefined) => {
    for (const [path, item] of Object.entries(document.paths ?? {})) {
      for (const method of methodNames) {
        const operation = item[method]
        const row = upstream && rowOf(method, path)
        if (!operation || paths[path]?.[method] || (upstream && row?.upstream !== upstream)) continue
        paths[path] = { ...paths[path], [method]: complete(operation, method, path, row, seen) }
      }
    }
    for (const [kind, entries] of Object.entries(document.components ?? {}))
      components[kind] = { ...entries, ...components[kind] }
  }
  add(own, undefined)
  // Sorted, so that the document does not depend on which service responded first.
  for (const [name, document] of services.toSorted(([a], [b]) => (a < b ? -1 : 1))) add(document, name)

  const sorted = Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1)))
  const tags = new Set(
    Object.values(sorted).flatMap((item) => Object.values(item).flatMap(({ tags = [] }) => tags)),
  )
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lingzhi 灵值',
      version: '1.0.0',
      license: { name: 'MIT', identifier: 'MIT' },
      description: [describeConventions, describeLimits(policies), describeProblems(seen)].join('\n\n'),
    },
    servers: [{ url: '/' }],
    tags: [...tags].sort().map((name) => ({ name, description: `Operations on ${name}.` })),
    paths: sorted,
    components: {
      ...components,
      schemas: {
        ...components.schemas,
        ...problemSchemas,
        Problem: {
          ...problemSchemas.Problem,
          'x-problem-codes': sortedProblems(seen).map(({ code, title }) => ({ code, title })),
        },
      },
      headers: { ...components.headers, ...headerComponents },
      parameters: { ...components.parameters, IdempotencyKey: keyParameter },
    },
  }
}

function complete(
  operation: Operation,
  method: string,
  path: string,
  row: Row | undefined,
  seen: Map<string, ProblemCode & { status: number }>,
): Operation {
  const parameters = [...(operation.parameters ?? []), ...(row?.creates ? [idempotencyKey] : [])]
  const notes = [operation.description, row && `Limit: class \`${row.rate}\`.${scopeNote(row)}`]
  return {
    ...operation,
    operationId: operation.operationId ?? nameOf(method, path),
    summary: operation.summary ?? `${method.toUpperCase()} ${path}`,
    description: notes.filter(Boolean).join('\n\n'),
    tags: operation.tags ?? ['platform'],
    security: securityOf(row),
    ...(parameters.length > 0 && { parameters }),
    responses: withProblems(path, method, operation, row, seen),
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

const sortedProblems = (seen: Map<string, ProblemCode & { status: number }>) =>
  [...seen.values()].sort((a, b) => a.status - b.status || (a.code < b.code ? -1 : 1))

function describeProblems(seen: Map<string, ProblemCode & { status: number }>): string {
  const rows = sortedProblems(seen).map(({ status, code, title }) => `| ${status} | ${code} | ${title} |`)
  return ['## Problems', '', '| status | error_code | meaning |', '|---|---|---|', ...rows].join('\n')
}

const keyParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Makes the request take effect once, however often it is sent.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
}
