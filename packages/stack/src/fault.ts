/** A failure that the user can fix: only its message, one sentence, is shown. */
export class Fault extends Error {
  override name = 'Fault'
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
