import { Forbidden, InsufficientScope, InvalidToken, MissingToken } from '@lingzhi/contracts/common-problems'

/** The problems of a guarded route before its handler runs, for its response schema: `...problems(...userProblems)`. */
export const userProblems = [MissingToken, InvalidToken, InsufficientScope] as const

/** The same for requireAdmin. */
export const adminProblems = [...userProblems, Forbidden] as const
