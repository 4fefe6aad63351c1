import type { Subject } from '@lingzhi/contracts/learning'
import type { Db } from '../database.ts'
import { stateOn } from './fold-mastery.ts'
import type { PointRow } from './mastery.queries.ts'
import { doubtfulPoints } from './mastery.queries.ts'

/** Looked at beyond those wanted: what was wrong long ago may not be weak any more. */
const lookedAtFactor = 4

/** Points that are weak on a day by their evidence, the weakest first, of one subject or of all. */
export async function weakPoints(
  db: Db,
  userId: string,
  { subject, today, limit }: { subject: Subject | null; today: string; limit: number },
): Promise<PointRow[]> {
  const rows = await doubtfulPoints(db, userId, { subject, limit: limit * lookedAtFactor })
  return rows
    .filter(({ right, wrong, last_on, evidence_count }) => {
      return stateOn({ right, wrong, lastOn: last_on }, evidence_count, today) === 'weak'
    })
    .slice(0, limit)
}
