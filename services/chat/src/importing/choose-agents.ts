import { defaultAgentId } from '../agents/agents.queries.ts'
import type { Db } from '../database.ts'
import { agentsNamed } from './importing.queries.ts'
import type { Incoming } from './read-batch.ts'

export interface NamedAgent {
  agent_id: number | null
  agent_name: string | null
}

/** Most names that a report can use. */
const unknownMax = 20

/**
 * Finds an agent here for each that the conversations name: the one of that name and number, else the first in use of that name, else
 * the default agent.
 */
export async function chooseAgents(db: Db, conversations: Incoming[]) {
  const named = conversations.flatMap(({ messages, ...one }) => [
    one as NamedAgent,
    ...messages.flatMap(({ answer }) => (answer ? [answer as NamedAgent] : [])),
  ])
  const names = [...new Set(named.flatMap(({ agent_name }) => agent_name ?? []))]
  const agents = Map.groupBy(await agentsNamed(db, names), ({ name }) => name)
  return {
    agentOf: ({ agent_id, agent_name }: NamedAgent): number => {
      const found = agents.get(agent_name ?? '') ?? []
      const same = found.find(({ id }) => id === agent_id)
      return (same ?? found.find(({ status }) => status === 'active'))?.id ?? defaultAgentId
    },
    unknown: names.filter((name) => !agents.has(name)).slice(0, unknownMax),
  }
}
