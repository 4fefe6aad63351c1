import { splitThoughts } from '../responses/split-thoughts.ts'

/** Thoughts as Open WebUI stores them at the start of an answer. */
const folded = /^\s*<details type="reasoning"[\s\S]*?(?:<\/details>|$)\s*/i

/** A model that was interrupted by tools has thought several times. */
const timesMax = 16

/**
 * An earlier answer without the thoughts it begins with. A client may have stored them as part of the answer; sent back,
 * they cost tokens and mislead the model. Tags further on are part of the answer.
 */
export function withoutThoughts(answer: string): string {
  let left = answer
  for (let times = 0; times < timesMax; times++) {
    const thoughts = splitThoughts(true)
    const { content } = thoughts.push(left.replace(folded, ''))
    const last = thoughts.end()
    const next = last.voids ? last.content : content + last.content
    if (next === left) break
    left = next
  }
  return left
}
