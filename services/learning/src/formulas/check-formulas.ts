import katex from 'katex'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { findFormulas } from './find-formulas.ts'

export const CheckedFormulas = Type.Object(
  {
    formulas: Type.Integer(),
    invalid: Type.Array(
      Type.Object(
        { at: Type.Integer(), tex: Type.String(), error: Type.String() },
        { title: 'InvalidFormula' },
      ),
    ),
    unchecked: Type.Integer(),
  },
  { title: 'CheckedFormulas' },
)
export type CheckedFormulas = Static<typeof CheckedFormulas>

/** A longer one, or one nested deeper, is not given to the parser: it recurses. */
const charsMax = 4_000
const depthMax = 100
/** What one text may cost; what is left then is told as unchecked. */
const totalMaxMs = 500
/** Others have their turn after so long. */
const sliceMs = 5
const invalidMax = 20
const shownMax = 200

const options = {
  throwOnError: true,
  trust: false,
  strict: 'ignore',
  maxExpand: 1_000,
  maxSize: 50,
  output: 'mathml',
} as const

/** Whether the formulas of a text can be shown, by the parser that the console shows them with. The text stays as it is. */
export async function checkFormulas(text: string): Promise<CheckedFormulas> {
  const checked: CheckedFormulas = { formulas: 0, invalid: [], unchecked: 0 }
  const until = performance.now() + totalMaxMs
  let slice = performance.now()
  for (const { at, tex, display } of findFormulas(text)) {
    checked.formulas += 1
    if (performance.now() - slice > sliceMs) {
      await new Promise(setImmediate)
      slice = performance.now()
    }
    if (performance.now() > until) {
      checked.unchecked += 1
      continue
    }
    const error = faultOf(tex, display)
    if (error === undefined) continue
    if (checked.invalid.length < invalidMax)
      checked.invalid.push({ at, tex: tex.slice(0, shownMax).toWellFormed(), error })
    else checked.unchecked += 1
  }
  return checked
}

function faultOf(tex: string, displayMode: boolean): string | undefined {
  if (tex.length > charsMax) return `longer than ${charsMax} characters`
  if (depthOf(tex) > depthMax) return `nested deeper than ${depthMax}`
  try {
    katex.renderToString(tex, { ...options, displayMode })
    return undefined
  } catch (err) {
    // Its message quotes the source, which may be anything: only what was expected is told.
    const message = err instanceof katex.ParseError ? err.rawMessage : 'cannot be parsed'
    return message.slice(0, shownMax).toWellFormed()
  }
}

function depthOf(tex: string): number {
  let depth = 0
  let most = 0
  for (const character of tex) {
    if (character === '{') most = Math.max(most, ++depth)
    else if (character === '}') depth--
  }
  return most
}
