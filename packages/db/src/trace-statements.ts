import { recordSpan } from '@lingzhi/tracing/span'
import type { LogEvent } from 'kysely'

/** Of a statement that came with no parameters, such as a migration's. */
const literal = /'(?:[^']|'')*(?:'|$)/g
const space = /\s+/g
/** Characters: enough to know a statement again. */
const statementMax = 600

/**
 * What kysely tells of each statement, as a span of the trace it was made for. Values are parameters, which a span never holds;
 * literals of the statement itself are left out as well.
 */
export function traceStatement({ query: { sql }, queryDurationMillis, ...event }: LogEvent): void {
  recordSpan('client', operationOf(sql), attributesOf(sql), {
    elapsedMs: queryDurationMillis,
    error: 'error' in event ? event.error : undefined,
  })
}

/** The same for a statement that is not kysely's. */
export function attributesOf(sql: string) {
  const statement = sql
    .slice(0, 2 * statementMax)
    .replaceAll(literal, '?')
    .replaceAll(space, ' ')
    .trim()
  return {
    'db.system.name': 'postgresql',
    'db.operation.name': operationOf(sql),
    'db.query.text': statement.slice(0, statementMax),
  }
}

const operationOf = (sql: string): string => /[a-z]+/i.exec(sql)?.[0].toUpperCase() ?? 'SQL'
