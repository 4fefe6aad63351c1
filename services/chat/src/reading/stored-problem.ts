import type { CarriedProblem } from '@lingzhi/contracts/carried-problem'
import { carry } from '@lingzhi/contracts/carried-problem'
import type { Problem } from '@lingzhi/contracts/problem'

/** A problem as it is stored with a reply, for every later reader. */
export type StoredProblem = CarriedProblem

export const toStored = (problem: Problem): StoredProblem => carry(problem)
