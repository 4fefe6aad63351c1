import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'

// A JSON body has types: "5" is not a number there. Queries, parameters and headers are text.
const strict = new Ajv({ useDefaults: true, allErrors: false, strict: false })
const coercing = new Ajv({ useDefaults: true, coerceTypes: 'array', allErrors: false, strict: false })
addFormats.default(strict)
addFormats.default(coercing)

/** Compiles a route's schemas; unknown members are ignored, defaults filled in. */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) =>
  (httpPart === 'body' ? strict : coercing).compile(schema)
