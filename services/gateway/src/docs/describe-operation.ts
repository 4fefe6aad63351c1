import type { Named } from './describe-schema.ts'
import { describeSchema, withWord, wordOf } from './describe-schema.ts'
import type { Operation, Parameter, Response, Schema } from './document.ts'
import { describeEvents, tellEvents } from './event-streams.ts'
import { exampleOf } from './example-of.ts'

const lastEventId = { $ref: '#/components/parameters/LastEventID' }
const isParameter = (one: Parameter | { $ref: string }): one is Parameter => !('$ref' in one)

/** Headers, queries and the names in a path, each with its meaning; of those in a path by what comes before it. */
export function describeParameters({ parameters = [], ...rest }: Operation, path: string, named: Named) {
  const described = parameters.map((parameter) => {
    if (!isParameter(parameter)) return parameter
    const { name, schema } = parameter
    const key = new RegExp(`([^/]+/\\{${name}\\})`).exec(path)?.[1] ?? `?${name}`
    const { description, ...plain } = withWord(
      describeSchema(schema, 'request', named),
      wordOf(key) ?? wordOf(name),
    )
    const example = parameter.in === 'path' ? exampleOf(plain, named, name) : undefined
    return {
      ...parameter,
      description: parameter.description ?? description,
      ...('default' in plain && { required: false }),
      schema: plain,
      ...(example !== undefined && { example }),
    } as Parameter
  })
  const resumes = rest['x-events']?.some(({ id }) => id !== undefined)
  return resumes ? [...described, lastEventId] : described
}

/** A body may be left out where null will do, which is not told apart from none. */
export function describeBody(
  { requestBody, 'x-body': streamed }: Operation,
  named: Named,
): Operation['requestBody'] {
  if (streamed) return describeStreamedBody(streamed, named)
  if (!requestBody) return undefined
  let required = requestBody.required ?? true
  const content = Object.entries(requestBody.content).map(([type, { schema = {} }]) => {
    const alternatives = schema.anyOf as Schema[] | undefined
    const some = alternatives?.filter((one) => one.type !== 'null') ?? []
    const optional = alternatives !== undefined && some.length < alternatives.length
    if (optional) required = false
    const whole = describeSchema(optional && some.length === 1 ? some[0]! : schema, 'request', named)
    return [type, { schema: whole, example: exampleOf(whole, named) }] as const
  })
  return { required, content: Object.fromEntries(content) }
}

/** A form with a file, or bytes as they are. */
function describeStreamedBody(
  streamed: NonNullable<Operation['x-body']>,
  named: Named,
): NonNullable<Operation['requestBody']> {
  const content = Object.entries(streamed).map(([type, schema]) => {
    const whole = describeSchema(schema, 'request', named)
    return [type, { schema: whole, example: exampleOf(whole, named) }] as const
  })
  return { required: true, content: Object.fromEntries(content) }
}

const texts: Record<string, string> = {
  200: 'Success.',
  201: 'Created.',
  202: 'Accepted: the work goes on in the background.',
  204: 'Success, with nothing to return.',
}

const nothing = 'Default Response'

/** A success, with an example; events, or a file, where the operation sends those. */
export function describeSuccess(
  response: Response,
  status: string,
  { 'x-events': events, 'x-media-types': mediaTypes }: Operation,
  named: Named,
): Response {
  const content: NonNullable<Response['content']> = {}
  for (const [type, { schema = {} }] of Object.entries(response.content ?? {})) {
    // A schema without members stands for what is no JSON: a stream or a file.
    if (schema.type === 'null' || (schema.type === 'string' && (events || mediaTypes))) continue
    const described = describeSchema(schema, 'response', named)
    content[type] = { schema: described, example: exampleOf(described, named) }
  }
  if (events && status === '200') content['text/event-stream'] = describeEvents(events, named)
  if (mediaTypes && (status === '200' || status === '206')) {
    // JSON that is read as such may be anything; the rest is bytes to a client.
    for (const type of mediaTypes)
      content[type] = { schema: type === 'application/json' ? {} : { type: 'string', format: 'binary' } }
  }
  const { content: _, description, ...rest } = response
  return {
    ...rest,
    description: description && description !== nothing ? description : (texts[status] ?? 'Success.'),
    ...(Object.keys(content).length > 0 && { content }),
  }
}

/** What the operation's description ends with, if it streams. */
export const eventNotes = ({ 'x-events': events }: Operation, named: Named): string | undefined =>
  events && tellEvents(events, named)
