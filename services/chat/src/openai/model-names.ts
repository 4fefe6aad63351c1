import type { Agent } from '../agents/agents.queries.ts'
import { findAgent, publicAgents } from '../agents/agents.queries.ts'
import { AgentNotFound } from '../agents/list-agents.ts'
import type { Config } from '../config.ts'
import type { Db } from '../database.ts'

/** The model name under which an agent is presented. */
export const modelName = (agentId: number): string => `agent-${agentId}`

/** MODEL_ALIASES: the agents by further model names, in small letters; `*` stands for every other name. */
export type ModelAliases = ReadonlyMap<string, number>

export const readAliases = ({ MODEL_ALIASES }: Pick<Config, 'MODEL_ALIASES'>): ModelAliases =>
  new Map(
    MODEL_ALIASES.split(',')
      .filter((entry) => entry.trim() !== '')
      .map((entry) => {
        const [alias = '', agent = ''] = entry.split('=')
        return [alias.trim().toLowerCase(), Number(agent.trim().replace('agent-', ''))] as const
      }),
  )

/** Models listed in a refusal. */
const listedMax = 20

/**
 * The agent of a model name: `agent-1`, also after a provider's name as some clients write it (`openai/agent-1`), or just
 * `1`; an alias; the name of one public agent. Letters' case does not matter. Raises AGENT_NOT_FOUND, listing the models,
 * for anything else.
 */
export async function findModel(db: Db, aliases: ModelAliases, name: string): Promise<Agent> {
  const wanted = name.trim().toLowerCase()
  const [, digits] = /^(?:(?:[^\s/]+\/)?agent-)?(\d{1,9})$/.exec(wanted) ?? []
  const id = digits === undefined ? aliases.get(wanted) : Number(digits)
  const agent =
    (id === undefined ? undefined : await findAgent(db, id)) ?? (await findOther(db, aliases, wanted))
  return agent ?? refuse(db, aliases, name)
}

async function findOther(db: Db, aliases: ModelAliases, wanted: string): Promise<Agent | undefined> {
  const named = (await publicAgents(db)).filter((agent) => agent.name.trim().toLowerCase() === wanted)
  const id = named.length === 1 ? named[0]?.id : aliases.get('*')
  return id === undefined ? undefined : findAgent(db, id)
}

async function refuse(db: Db, aliases: ModelAliases, name: string): Promise<never> {
  const agents = (await publicAgents(db)).map(({ id }) => modelName(id))
  const known = [...agents, ...[...aliases.keys()].filter((alias) => alias !== '*')]
  const listed = `${known.slice(0, listedMax).join(', ')}${known.length > listedMax ? ', …' : ''}`
  throw AgentNotFound({
    detail: {
      zh: `模型 '${name.slice(0, 100)}' 不存在。可用的模型：${listed}（GET /v1/models 列出全部）`,
      en: `The model '${name.slice(0, 100)}' does not exist. The models are: ${listed} (GET /v1/models lists them).`,
    },
  })
}
