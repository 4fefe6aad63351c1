import type { Expression } from './expression.ts'
import type { Unit } from './units.ts'

/** Every way to read one expression. */
export interface Readings {
  /** Folded, without blanks: the same text is read in the same way. */
  text: string
  of: readonly Expression[]
}

export interface Range {
  /** Undefined: without end. */
  low: Readings | undefined
  lowClosed: boolean
  high: Readings | undefined
  highClosed: boolean
}

/** What an answer is, once read. */
export type Value =
  | {
      is: 'scalar'
      name: string | undefined
      number: Readings
      unit: Unit | undefined
      /** Letters at its end are read as letters, and might be a unit. */
      maybeUnit: boolean
      approximate: boolean
    }
  | { is: 'ratio'; of: readonly Readings[] }
  /** (a, b): a point, or an open interval. */
  | { is: 'tuple'; of: readonly Readings[] }
  /** Finitely many solutions of one unknown. */
  | { is: 'set'; name: string | undefined; of: readonly Readings[] }
  /** `typed`: as an inequality. */
  | { is: 'ranges'; name: string | undefined; of: readonly Range[]; typed: boolean }
  /** One solution of several unknowns. */
  | { is: 'assignments'; of: ReadonlyMap<string, Readings> }
  | { is: 'relation'; left: Readings; right: Readings }
