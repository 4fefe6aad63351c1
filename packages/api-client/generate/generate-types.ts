import openapiTS, { astToString } from 'openapi-typescript'

type Operation = { responses: Record<string, unknown> }
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
      const { responses } = operation
      for (const status of Object.keys(responses)) if (!status.startsWith('2')) delete responses[status]
    }
  }
  const codes = copy.components.schemas.Problem['x-problem-codes']
  const types = astToString(await openapiTS(copy as never, { defaultNonNullable: false }))
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
