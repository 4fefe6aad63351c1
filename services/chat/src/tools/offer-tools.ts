import type { PassedOn } from '@lingzhi/model-client/model-events'
import type { Agent } from '../agents/agents.queries.ts'
import type { CompositionRecord } from '../context/composition-shape.ts'
import type { Shaping } from '../context/context-subject.ts'
import type { Deps } from '../deps.ts'
import { usableAmong } from '../scenarios/scenarios.queries.ts'
import { allowedToolsOf } from '../skills/skills.queries.ts'
import type { AvailableTool } from './open-tools.ts'
import { readSkillTool } from './read-skill.ts'
import { isAmong } from './tool-names.ts'

/** Rounds with calls, in one answer. */
const roundsMax = 8
/** More than any model chooses well among. */
const toolsMax = 64
const schemaCharsMax = 200_000

export interface Offer {
  /** Those of servers, by the names they are offered under. */
  tools: ReadonlyMap<string, AvailableTool>
  /** Whether skills can be read. */
  readsSkills: boolean
  /** How often the answer may call any. */
  roundsMax: number
  parameters: Pick<PassedOn, 'tools'>
}

interface OfferSubject {
  agent: Pick<Agent, 'allowed_tools'>
  userId: string | null
  shaping: Pick<Shaping, 'match' | 'choices'>
  record: CompositionRecord
}

/**
 * The tools for one answer: those that server, agent, scenario, every skill in use, the deployment and the person allow. None may be left: a model that
 * calls one all the same is told that there is none. Undefined where the deployment has none, which costs nothing. Guests get none: what servers do is done in somebody's name.
 */
export async function offerTools(
  { db, tools }: Pick<Deps, 'db' | 'tools'>,
  { agent, userId, shaping, record }: OfferSubject,
): Promise<Offer | undefined> {
  if (userId === null) return undefined
  const { defaults, config } = shaping.choices
  const sent = record.parts.filter(({ cut }) => cut !== 'left-out')
  const readsSkills = sent.some(({ kind }) => kind === 'skills')
  const available = await tools.available()
  const allowed = available.length === 0 ? [] : await narrow(available)
  if (available.length === 0 && !readsSkills) return undefined
  const parameters = [...allowed.map(toParameter), ...(readsSkills ? [readSkillTool] : [])]
  return {
    tools: new Map(allowed.map((tool) => [tool.offered, tool])),
    readsSkills,
    roundsMax: Math.min(roundsMax, defaults.default_max_turns ?? roundsMax, config?.max_turns ?? roundsMax),
    parameters: parameters.length > 0 ? { tools: parameters } : {},
  }

  async function narrow(all: readonly AvailableTool[]): Promise<AvailableTool[]> {
    const skillIds = sent.flatMap(({ kind, id }) => (kind === 'skill' && id !== null ? [id] : []))
    const [scenarios, ofSkills] = await Promise.all([
      usableAmong(db, shaping.match?.scenario_ids ?? [], userId),
      allowedToolsOf(db, skillIds),
    ])
    const ofScenarios = scenarios.flatMap(({ allowed_tools: list }) => list ?? [])
    const lists = [
      ...(agent.allowed_tools ? [agent.allowed_tools] : []),
      ...(scenarios.some(({ allowed_tools: list }) => list === null) || scenarios.length === 0
        ? []
        : [ofScenarios]),
      ...ofSkills,
      ...[defaults.default_allowed_tools, config?.allowed_tools].flatMap((list) => (list ? [list] : [])),
    ]
    let chars = 0
    return all
      .filter((tool) => lists.every((list) => isAmong(list, { ...tool, name: tool.offered })))
      .slice(0, toolsMax)
      .filter((tool) => {
        chars += JSON.stringify(tool.input_schema).length + tool.description.length
        return chars <= schemaCharsMax
      })
  }
}

const toParameter = ({ offered, title, description, input_schema: parameters }: AvailableTool) => ({
  type: 'function' as const,
  function: { name: offered, description: [title, description].filter(Boolean).join('\n'), parameters },
})
