/** Tells of an occurrence of a rule's concern: rule's index, and the place in the text. */
export type Report = (rule: number, from: number, to: number) => void

/** Looks for something in folded text, unit by unit, so that it cannot matter how the text was cut. */
export interface Watch {
  /** The next folded unit, and the place in the text of the character it comes from. */
  take: (unit: number, from: number, to: number) => void
  /** Where the text begins that may still become an occurrence; Infinity when none has begun. */
  heldFrom: () => number
  /** No more text comes. */
  end: () => void
}
