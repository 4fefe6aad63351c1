import { ProblemError } from '@lingzhi/api-client'

/** The server's words about a field, or about a part of what is written in it: `words.3` is a fault of `words`. */
export function faultBelow(error: unknown, path: string): string | undefined {
  if (!(error instanceof ProblemError)) return undefined
  return error.errors?.find((one) => one.path === path || one.path.startsWith(`${path}.`))?.message
}
