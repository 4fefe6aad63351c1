/**
 * A name as others may see it without its owner's consent: its first character at most, and nothing of one so
 * short that this would tell it, or of one not known yet. The mask's length tells nothing either.
 */
export function maskName(username: string | null): string {
  const [first, ...rest] = username ?? ''
  return first !== undefined && rest.length >= 2 ? `${first}***` : '***'
}
