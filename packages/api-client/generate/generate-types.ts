import openapiTS, { astToString } from 'openapi-typescript'

type Schema = { format?: string; properties?: Record<string, Schema>; [name: string]: unknown }
type Operation = {
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, unknown>
}
type Document = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: { Problem: { 'x-problem-codes': { code: string; title: string }[] } } }
}

/**
 * The TypeScript of src/schema.ts: every operation's parameters, body and success. Failures are left out, because
 * they all have one shape and are thrown; their codes follow as a union.
 */
export async function generateTypes(document: object): Promise<string> {
  const copy = structuredClone(document) as Document
  for (const item of Object.values(copy.paths)) {
    for (const operation of Object.values(item)) {
      const { responses, requestBody } = operation
      for (const { schema } of Object.values(requestBody?.content ?? {})) markBytes(schema)
      for (const status of Object.keys(responses)) if (!status.startsWith('2')) delete responses[status]
    }
  }
  for (const schema of Object.values(copy.components.schemas)) markBytes(schema as Schema)
  const codes = copy.components.schemas.Problem['x-problem-codes']
  const types = astToString(await openapiTS(copy as never, { defaultNonNullable: false })).replaceAll(
    `"${bytes}"`,
    'Blob',
  )
  const union = codes.map(({ code, title }) => `  /** ${title} */\n  | '${code}'`).join('\n')
  return [
    '// Generated from docs/openapi.json by `npm run openapi`; changes here are overwritten.',
    types.trim(),
    '',
    '/** Every `error_code` this API documents. */',
    `export type ProblemCode =\n${union}`,
    '',
  ].join('\n')
}

const bytes = '(bytes)'

/** What is sent as bytes is a Blob to whoever sends it, which no JSON Schema says. */
function markBytes(schema: Schema): void {
  if (schema.format === 'binary') {
    const { description } = schema
    for (const name of Object.keys(schema)) delete schema[name]
    Object.assign(schema, { enum: [bytes], ...(description !== undefined && { description }) })
  }
  for (const member of Object.values(schema.properties ?? {})) markBytes(member)
}
