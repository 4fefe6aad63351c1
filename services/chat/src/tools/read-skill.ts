import { shortened } from '../context/part.ts'
import type { Db } from '../database.ts'
import { usableAmong } from '../scenarios/scenarios.queries.ts'
import { bodiesOf, usableSkills } from '../skills/skills.queries.ts'
import type { CallEnding } from './tool-calls.queries.ts'

export const readSkillName = 'read_skill'
const tokensMax = 5_000

const schema = {
  type: 'object',
  properties: { name: { type: 'string', description: 'The skill’s name, as the list of skills has it.' } },
  required: ['name'],
  additionalProperties: false,
}

/** Built in: what a model is told of a skill beyond its line in the catalogue. */
export const readSkillTool = {
  type: 'function' as const,
  function: {
    name: readSkillName,
    description: '读取一个可用技能的完整说明。Returns the full instructions of one of the skills listed.',
    parameters: schema,
  },
}
export const readSkillSchema: Record<string, unknown> = schema

/** The instructions of a skill that is on for this person, or comes with the scenarios in effect. */
export async function readSkill(
  db: Db,
  { name, userId, scenarioIds }: { name: string; userId: string | null; scenarioIds: readonly string[] },
): Promise<CallEnding> {
  const scenarios = await usableAmong(db, scenarioIds, userId)
  const attached = scenarios.flatMap(({ skills }) => skills)
  const usable = await usableSkills(db, userId, { ids: [], names: [name], attached })
  const found = usable.find((one) => one.name === name && one.enabled && one.status === 'published')
  if (!found) return { status: 'failed', result: 'There is no such skill.', truncated: false }
  const { text, shortened: cut } = shortened((await bodiesOf(db, [found.id])).get(found.id) ?? '', tokensMax)
  return { status: 'completed', result: text, truncated: cut === true }
}
