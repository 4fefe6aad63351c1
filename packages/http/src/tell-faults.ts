import type { Texts } from '@lingzhi/contracts/texts'
import type { FastifySchemaValidationError } from 'fastify/types/schema.js'
import { expectedBy, faultTexts, tellExpected } from './fault-texts.ts'

/**
 * The faults of an input, each with the path of its member and in words. `part` names the input (`body`, `querystring`, …),
 * for a fault of the whole. A member that may have several forms (`anyOf`) is reported by Ajv form by form; it is told
 * once: by what is wrong with the form that was meant, else by all that would have been right.
 */
export function tellFaults(
  faults: FastifySchemaValidationError[],
  part = '',
): { path: string; message: Texts }[] {
  const choices = new Set(
    faults.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath),
  )
  const isOfChoice = (fault: FastifySchemaValidationError) => choices.has(fault.instancePath)
  const isOtherForm = (fault: FastifySchemaValidationError) =>
    isOfChoice(fault) && (fault.keyword === 'anyOf' || expectedBy(fault) !== undefined)
  const meant = faults.filter((fault) => !isOtherForm(fault))

  const told = meant.map((fault) => ({ path: pathOf(fault) || part, message: faultTexts(fault) }))
  for (const choice of choices) {
    if (meant.some(({ instancePath }) => isWithin(instancePath, choice))) continue
    const expected = faults
      .filter((fault) => fault.instancePath === choice)
      .flatMap((fault) => expectedBy(fault) ?? [])
    told.push({ path: dotted(choice) || part, message: tellExpected(expected) })
  }
  return told
}

const isWithin = (path: string, choice: string) => path === choice || path.startsWith(`${choice}/`)

/** A JSON Pointer (RFC 6901) as paths are written in problems. */
const dotted = (pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.')

function pathOf({ instancePath, params }: FastifySchemaValidationError): string {
  const { missingProperty, additionalProperty } = params as Record<string, string | undefined>
  const member = missingProperty ?? additionalProperty
  return [dotted(instancePath), ...(member ? [member] : [])].filter(Boolean).join('.')
}
