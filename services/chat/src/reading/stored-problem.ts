import type { CarriedProblem } from '@lingzhi/contracts/carried-problem'
import { carry, unpack } from '@lingzhi/contracts/carried-problem'
import { Problem } from '@lingzhi/contracts/problem'
import { isAdmin } from '@lingzhi/identity/principal'
import type { FastifyRequest } from 'fastify'

/** A problem as it is stored with a reply, for every later reader. */
export type StoredProblem = CarriedProblem

export const toStored = (problem: Problem): StoredProblem => carry(problem)

/** The problem for the caller of a request: administrators also read what the provider said. */
export function fromStored(stored: StoredProblem, { principal }: FastifyRequest): Problem {
  const problem = unpack(stored)
  const { forAdministrators: provider_says } = stored
  if (!principal || !isAdmin(principal) || provider_says === undefined) return problem
  return new Problem(problem, { ...problem.options, detail: problem.texts, extra: { provider_says } })
}
