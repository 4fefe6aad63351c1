interface Known {
  id: string
}

export interface Path<M extends Known> {
  /** Oldest first, without a gap down to the newest. */
  messages: M[]
  /** Where earlier ones begin; null: there are none. */
  earlier: string | null
}

/**
 * What is known of a conversation's active path and its newest messages, joined. A message has always the same ones before
 * it, so a shared one is enough to keep what was loaded earlier; without any the newest stand alone.
 */
export function mergePath<M extends Known>(known: Path<M> | undefined, newest: Path<M>): Path<M> {
  const first = newest.messages[0]
  const at = known && first ? known.messages.findIndex(({ id }) => id === first.id) : -1
  if (!known || at < 0) return newest
  return { messages: [...known.messages.slice(0, at), ...newest.messages], earlier: known.earlier }
}

/** Puts a page of earlier messages, newest first as the API tells them, before the others. */
export function prepend<M extends Known>(known: Path<M>, page: M[], earlier: string | null): Path<M> {
  const has = new Set(known.messages.map(({ id }) => id))
  return { messages: [...page.filter(({ id }) => !has.has(id)).reverse(), ...known.messages], earlier }
}
