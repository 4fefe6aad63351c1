import type { Db } from '../database.ts'
import { usableAmong } from '../scenarios/scenarios.queries.ts'
import type { InstructionsSubject } from './context-subject.ts'
import type { Part } from './part.ts'
import { shortened } from './part.ts'

const tokensMax = 2_000

/** What the scenarios in effect say, in their order; one that went since the question was asked is left out. */
export async function scenarioPrompts(
  { db }: { db: Db },
  { userId, shaping }: InstructionsSubject,
): Promise<Part[]> {
  const ids = shaping?.match?.scenario_ids ?? []
  const rows = await usableAmong(db, ids, userId)
  return ids.flatMap((id): Part[] => {
    const row = rows.find((one) => one.id === id)
    if (!row || row.system_prompt.trim() === '') return []
    const { text, shortened: cut } = shortened(row.system_prompt, tokensMax)
    return [
      {
        kind: 'scenario',
        id,
        name: row.name,
        version: row.version,
        text: `场景：${row.name}\n${text}`,
        ...(cut && { shortened: true }),
      },
    ]
  })
}
