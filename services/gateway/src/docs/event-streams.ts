import type { Named, Side } from './describe-schema.ts'
import { describeSchema } from './describe-schema.ts'
import type { EventEntry, Schema } from './document.ts'
import { exampleOf } from './example-of.ts'

const side: Side = 'response'

/**
 * How a stream of events is described. OpenAPI 3.1 knows no events: the schema is that of the `data` of any one of them, the
 * example is a whole stream, and `x-sse-events` is the table of names and meanings.
 */
export function describeEvents(events: readonly EventEntry[], named: Named) {
  const kinds = events.map((kind) => ({ ...kind, data: describeSchema(kind.data, side, named) }))
  const schemas = [...new Map(kinds.map(({ data }) => [JSON.stringify(data), data])).values()]
  return {
    schema: {
      description: 'The `data` of one event; `x-sse-events` says which.',
      ...(schemas.length === 1 ? schemas[0] : { oneOf: schemas }),
    } as Schema,
    example: kinds.map((kind) => exampleEvent(kind, named)).join(''),
    'x-sse-events': kinds.map(({ name, when, data, id }) => ({
      event: name ?? null,
      when,
      resumable: id !== undefined,
      data,
    })),
  }
}

function exampleEvent({ name, id, data }: EventEntry, named: Named): string {
  const value = exampleOf(data, named)
  const lines = [
    ...(name ? [`event: ${name}`] : []),
    ...(id ? [`id: ${id}`] : []),
    `data: ${data.const === value ? value : JSON.stringify(value)}`,
  ]
  return `${lines.join('\n')}\n\n`
}

/** The same as a table for people. */
export function eventTable(events: readonly EventEntry[]): string {
  const rows = events.map(({ name, when, data }) => {
    const holds = data.title ? `\`${data.title}\`` : data.const ? `\`${data.const}\`` : 'Problem'
    return `| ${name ? `\`${name}\`` : '(none)'} | ${holds} | ${when} |`
  })
  return ['| event | data | meaning |', '|---|---|---|', ...rows].join('\n')
}
