/** A failure the person at the keyboard can act on: its message, one sentence, is all they see. */
export class Fault extends Error {
  override name = 'Fault'
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
