import type { Literal } from 'mdast'

/** A formula in a block of its own; `closed` once its end has been written. */
export interface Formula extends Literal {
  type: 'formula'
  closed: boolean
}

/** A formula within a sentence. */
export interface InlineFormula extends Literal {
  type: 'inlineFormula'
}

declare module 'mdast' {
  interface RootContentMap {
    formula: Formula
    inlineFormula: InlineFormula
  }
  interface PhrasingContentMap {
    inlineFormula: InlineFormula
  }
  interface BlockContentMap {
    formula: Formula
  }
  interface CodeData {
    /** Whether the fence at its end has been written. */
    closed?: boolean
  }
}

declare module 'mdast-util-from-markdown' {
  interface CompileData {
    formulaClosed?: boolean
  }
}

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    formulaFlow: 'formulaFlow'
    formulaText: 'formulaText'
    formulaOpening: 'formulaOpening'
    formulaClosing: 'formulaClosing'
    formulaData: 'formulaData'
  }
}
