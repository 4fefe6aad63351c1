import type { ProviderRefusal } from '../failures/read-refusal.ts'
import type { ModelMessage, StructuredOutput } from '../model-events.ts'
import type { RequestBody } from '../provider-api.ts'
import type { Change } from './change.ts'

/**
 * How a model is made to answer with an object, the surest way first: held to the schema by its provider, held to JSON, or
 * only told. Providers refuse what they do not know: DeepSeek takes no `json_schema`, many small servers neither.
 */
const structuredModes = ['json_schema', 'json_object', 'text'] as const
type StructuredMode = (typeof structuredModes)[number]

/** The name of the change to another mode, which is in `as`. */
export const structuredOutput = 'structured_output'

/** The mode after these changes, the last of which counts. */
export function modeAfter(changes: readonly Change[]): StructuredMode {
  const as = changes.findLast(({ name }) => name === structuredOutput)?.as
  return structuredModes.find((mode) => mode === as) ?? 'json_schema'
}

/** A request's body that asks for the object in this mode. */
export function askStructured(
  body: RequestBody,
  wanted: StructuredOutput,
  mode: StructuredMode,
): RequestBody {
  if (mode === 'json_schema')
    return { ...body, response_format: { type: 'json_schema', json_schema: { ...wanted, strict: true } } }
  const messages = withSchema(body.messages as ModelMessage[], wanted) as RequestBody['messages']
  return mode === 'json_object'
    ? { ...body, messages, response_format: { type: 'json_object' } }
    : { ...body, messages }
}

/** The messages whose prompt ends with the schema and, as its last line, its name: logs and tests tell calls apart by it. */
function withSchema(messages: ModelMessage[], { name, schema }: StructuredOutput): ModelMessage[] {
  const told = `Answer with one JSON object that is valid under this JSON Schema, and with nothing else:\n${JSON.stringify(schema)}\nSCHEMA ${name}`
  const [prompt, ...rest] = messages
  if (prompt?.role !== 'system' || typeof prompt.content !== 'string')
    return [{ role: 'system', content: told }, ...messages]
  return [{ ...prompt, content: `${prompt.content}\n\n${told}` }, ...rest]
}

const named =
  /response_?format|json[_ -]?(schema|object|mode)|structured[_ -]?outputs?|guided[_ -]?(json|decoding)|schema/i

/** The change to the next mode when a refusal is about the present one; undefined for any other, and after the last. */
export function nextMode(body: RequestBody, { param, words }: ProviderRefusal): Change | undefined {
  const { type } = body.response_format ?? {}
  if (type === undefined || !(named.test(param ?? '') || named.test(words))) return undefined
  return { name: structuredOutput, as: type === 'json_schema' ? 'json_object' : 'text' }
}
