import type { RootContent } from 'mdast'

/** One block at the top of an answer. It stays the same object for as long as it says the same. */
export interface Block {
  /** Where it begins in the text: the same for as long as the text only grows. */
  key: number
  node: RootContent
  /** What was parsed, from the beginning of its first line, */
  source: string
  /** and where that line begins in what was parsed: positions within the node count from there. */
  from: number
  /** Whether it begins on the line where the one before ends. */
  joined: boolean
}
