/** Reports an occurrence: the rule's index, and the start and end in the text. */
export type Report = (rule: number, from: number, to: number) => void

/** Searches folded text unit by unit, so that it does not matter how the text was cut into chunks. */
export interface Watch {
  /** Takes the next folded unit, with the start and end in the text of its character. */
  take: (unit: number, from: number, to: number) => void
  /** The start of the text that may still become an occurrence; Infinity when none has started. */
  heldFrom: () => number
  /** Ends the text. */
  end: () => void
}
