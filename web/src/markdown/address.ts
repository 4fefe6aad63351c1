const kinds = new Set(['http:', 'https:', 'mailto:'])

/** An address that a click may open, or nothing: no scripts, no data, and nothing within the console itself. */
export function safeAddress(url: string): string | undefined {
  try {
    const { protocol, href } = new URL(url)
    return kinds.has(protocol) ? href : undefined
  } catch {
    return undefined
  }
}

/** Where an image comes from, for its card. */
export function hostOf(url: string): string {
  return new URL(url).host
}
