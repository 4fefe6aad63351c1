import { Problem } from './problem.ts'
import type { Texts } from './texts.ts'
import { sameText } from './texts.ts'

/** A problem on its way to a reader whose language is not known yet: on the bus, or stored. */
export interface CarriedProblem {
  code: string
  status: number
  title: string
  /** The Chinese text, for readers of an older version. */
  detail: string
  /** Missing in what an older version wrote: `detail` is then all there is. */
  texts?: Texts
  retryAfterS?: number
  forAdministrators?: string
}

/** The public part of a problem as plain data; without causes, faults of inputs and headers. */
export const carry = ({ code, status, title, texts, options }: Problem): CarriedProblem => ({
  code,
  status,
  title,
  detail: texts.zh,
  texts,
  ...(options.retryAfterS !== undefined && { retryAfterS: options.retryAfterS }),
  ...(options.forAdministrators !== undefined && { forAdministrators: options.forAdministrators }),
})

/** The problem that was carried, ready to be thrown. */
export function unpack({ code, status, title, detail, texts, retryAfterS }: CarriedProblem): Problem {
  return new Problem({ code, status, title, texts: texts ?? sameText(detail) }, { retryAfterS })
}
