import type { Composition } from './composition.queries.ts'

type Part = Composition['parts'][number]

/** One thing that the model was shown. */
export interface Ingredient {
  key: string
  kind: Part['kind'] | 'conversation' | 'question'
  /** What it is called; empty where its kind says it all. */
  name: string
  tokens: number
  /** Of all that was shown, in per cent. */
  share: number
  cut: Part['cut']
}

/** Kinds of which there is one, or whose name says no more than the kind does. */
const nameless: readonly string[] = ['system', 'skills', 'user-rules', 'session-rules']

/** All that the model was shown, in the order in which it was: instructions, what was said before, the question. */
export function ingredientsOf({ parts, conversation, question_tokens, tokens }: Composition): Ingredient[] {
  const share = (of: number) => (tokens > 0 ? Math.min(100, Math.round((100 * of) / tokens)) : 0)
  const shown = parts.map(
    (part, at): Ingredient => ({
      key: `${at}`,
      kind: part.kind,
      name: nameless.includes(part.kind) ? '' : part.name,
      tokens: part.tokens,
      share: part.cut === 'left-out' ? 0 : share(part.tokens),
      cut: part.cut,
    }),
  )
  const said: Ingredient = {
    ...{ key: 'conversation', kind: 'conversation', name: '', cut: 'no' },
    ...{ tokens: conversation.tokens, share: share(conversation.tokens) },
  }
  const asked: Ingredient = {
    ...{ key: 'question', kind: 'question', name: '', cut: 'no' },
    ...{ tokens: question_tokens, share: share(question_tokens) },
  }
  return [...shown, ...(conversation.messages + conversation.left_out > 0 ? [said] : []), asked]
}
