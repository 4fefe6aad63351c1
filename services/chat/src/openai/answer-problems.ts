import { ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { openAIProblems } from '@lingzhi/contracts/openai-error'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { modelProblems } from '@lingzhi/model-client/failures/problems'
import { AgentNotFound } from '../agents/list-agents.ts'
import { ContentBlocked } from '../filters/filter-input.ts'
import { BudgetExceeded } from '../usage/budget.ts'

/** What a request for an answer under /v1 may be refused with. */
export const answerProblems = openAIProblems(
  ...[ValidationFailed, ...userProblems, AgentNotFound, ContentBlocked, BudgetExceeded, ServiceUnavailable],
  ...modelProblems,
)
