import { Ajv } from 'ajv'

/** What is wrong with an object, by its place in it. */
export interface Fault {
  /** JSON Pointer (RFC 6901); empty: the object itself. */
  path: string
  rule: string
}

/** As many as help to mend it. */
const faultsMax = 20

/**
 * What a schema finds wrong with an object, nothing coerced; undefined: nothing. Raises for a schema that is none, which is its
 * author's fault.
 */
export function faultsOf(schema: Record<string, unknown>, value: unknown): Fault[] | undefined {
  // One for each: what is compiled is kept by the instance, and schemas of askers come and go.
  const ajv = new Ajv({ allErrors: true, strict: false, logger: false })
  const check = ajv.compile(schema)
  if (check(value)) return undefined
  return (check.errors ?? []).slice(0, faultsMax).map(({ instancePath, message, params }) => ({
    path: instancePath,
    rule: [message, params.allowedValues ?? params.additionalProperty]
      .filter((part) => part !== undefined)
      .join(': '),
  }))
}
