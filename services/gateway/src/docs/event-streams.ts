import type { Named } from './describe-schema.ts'
import { describeSchema } from './describe-schema.ts'
import type { EventEntry, Schema } from './document.ts'
import { exampleOf } from './example-of.ts'

/**
 * How a stream of events is described. OpenAPI 3.1 knows no events: the schema is that of the `data` of any one of them, with
 * an example of each, `x-sse-events` is the table of names and meanings, and `x-sse-example` is an ordinary stream.
 */
export function describeEvents(events: readonly EventEntry[], named: Named) {
  if (events.length === 0) return { schema: { type: 'string' } }
  const kinds = events.map((kind) => ({ ...kind, data: describeSchema(kind.data, 'response', named) }))
  const schemas = [...new Map(kinds.map(({ data }) => [JSON.stringify(data), data])).values()]
  const examples = kinds.map(({ name, when, data }, index) => [
    name ?? String(events[index]?.data.title ?? data.const),
    { summary: when, value: exampleOf(data, named) },
  ])
  return {
    schema: {
      description: 'The `data` of one event; `x-sse-events` says which.',
      ...(schemas.length === 1 ? schemas[0] : { anyOf: schemas }),
    } as Schema,
    examples: Object.fromEntries(examples),
    'x-sse-events': kinds.map(({ name, when, data, id }) => ({
      event: name ?? null,
      when,
      resumable: id !== undefined,
      data,
    })),
    'x-sse-example': exampleStream(kinds, named),
  }
}

/** An ordinary stream as it is sent. */
const exampleStream = (events: readonly EventEntry[], named: Named): string =>
  events
    .filter(({ rare }) => !rare)
    .map((kind) => exampleEvent(kind, named))
    .join('')

function exampleEvent({ name, id, data }: EventEntry, named: Named): string {
  const value = exampleOf(data, named)
  const lines = [
    ...(name ? [`event: ${name}`] : []),
    ...(id ? [`id: ${id}`] : []),
    `data: ${data.const === value ? value : JSON.stringify(value)}`,
  ]
  return `${lines.join('\n')}\n\n`
}

/** The same for people: a table, and an ordinary stream. */
export function tellEvents(events: readonly EventEntry[], named: Named): string {
  const rows = events.map(({ name, when, data }) => {
    const holds = data.title ?? data.const
    return `| ${name ? `\`${name}\`` : '(none)'} | \`${holds}\` | ${when} |`
  })
  const described = events.map((kind) => ({ ...kind, data: describeSchema(kind.data, 'response', named) }))
  return [
    'The events of the stream:\n',
    '| event | data | meaning |',
    '|---|---|---|',
    ...rows,
    `\n\`\`\`\n${exampleStream(described, named).trim()}\n\`\`\``,
  ].join('\n')
}
