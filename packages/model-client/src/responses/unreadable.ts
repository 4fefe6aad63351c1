import type { Problem } from '@lingzhi/contracts/problem'
import { ModelError } from '../failures/problems.ts'

/** The problem of a response that is no answer; `what` goes to the log. */
export const unreadable = (what: string): Problem => ModelError({ cause: new Error(what) })

/** Largest event, or unstreamed body, in characters. */
export const bufferMax = 8_388_608
