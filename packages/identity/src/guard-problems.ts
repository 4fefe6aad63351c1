import {
  Forbidden,
  InsufficientScope,
  InvalidToken,
  MissingToken,
  TokenExpired,
} from '@lingzhi/contracts/common-problems'

/** What optionalUser and optionalScope raise before the handler runs, for a response schema: `...problems(...guestProblems)`. */
export const guestProblems = [InvalidToken, TokenExpired, InsufficientScope] as const

/** The same for requireUser, requireScope and requireSession. */
export const userProblems = [MissingToken, ...guestProblems] as const

/** The same for requireAdmin. */
export const adminProblems = [...userProblems, Forbidden] as const
