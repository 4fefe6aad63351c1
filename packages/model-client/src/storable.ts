/**
 * The beginning of what a provider says beside its answer, as PostgreSQL can keep it, in JSON too: without U+0000 and
 * without half a surrogate pair. An end that cannot be stored would be a reply that is asked for again and again.
 */
export const storable = (text: string, charsMax: number): string =>
  text.replaceAll('\0', '').slice(0, charsMax).toWellFormed()
