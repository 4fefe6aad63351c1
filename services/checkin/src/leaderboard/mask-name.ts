/**
 * A name as others see it without its owner's consent: at most its first character, and nothing of a name so short
 * that this would reveal it, or of one not known yet. The mask's length does not depend on the name.
 */
export function maskName(username: string | null): string {
  const [first, ...rest] = username ?? ''
  return first !== undefined && rest.length >= 2 ? `${first}***` : '***'
}
