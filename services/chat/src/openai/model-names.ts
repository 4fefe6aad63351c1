import { findAgent } from '../agents/agents.queries.ts'
import { AgentNotFound } from '../agents/list-agents.ts'
import type { Db } from '../database.ts'

/** The model name under which an agent is presented. */
export const modelName = (agentId: number): string => `agent-${agentId}`

/** The agent of a model name: `agent-1`, or just `1`. Raises AGENT_NOT_FOUND for anything else. */
export async function findModel(db: Db, name: string) {
  const [, digits] = /^(?:agent-)?(\d{1,9})$/.exec(name.trim()) ?? []
  const agent = digits === undefined ? undefined : await findAgent(db, Number(digits))
  if (!agent) {
    throw AgentNotFound({
      detail: {
        zh: `模型 '${name.slice(0, 100)}' 不存在。模型即智能体，例如 ${modelName(1)}；GET /v1/models 列出全部`,
        en: `The model '${name.slice(0, 100)}' does not exist. Models are agents, such as ${modelName(1)}; GET /v1/models lists them.`,
      },
    })
  }
  return agent
}
