import { isInstant } from '@lingzhi/contracts/instants'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'

// A JSON body has types: "5" is not a number there. Queries, parameters and headers are text.
const strict = new Ajv({ useDefaults: true, allErrors: false, strict: false })
const coercing = new Ajv({ useDefaults: true, coerceTypes: 'array', allErrors: false, strict: false })
for (const ajv of [strict, coercing]) {
  addFormats.default(ajv)
  const dateTime = addFormats.default.get('date-time') as { validate: (text: string) => boolean }
  ajv.addFormat('date-time', (text: string) => dateTime.validate(text) && isInstant(text))
}

/** Compiles a route's schemas; unknown members are ignored, defaults filled in. */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) =>
  (httpPart === 'body' ? strict : coercing).compile(schema)
