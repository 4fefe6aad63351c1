import type { Db } from '../database.ts'
import type { Judged } from './judge-statement.ts'
import type { PreferenceItem } from './preferences.queries.ts'
import {
  addEvidence,
  changePreference,
  countApplied,
  insertPreference,
  itemsOf,
  lockPreferences,
  normalized,
  notePreferences,
} from './preferences.queries.ts'

/** One person's, told to models or not. */
const learnedMax = 50

/**
 * Merges what was learned into what there is, and returns what is new. Of one kind and scope the newer replaces the learned one before;
 * what its owner pinned, edited or wrote is never touched, and what was rejected never comes back, neither in the same
 * words nor on the same evidence.
 */
export async function merge(
  trx: Db,
  { userId, runId, kept, at }: { userId: string; runId: string; kept: readonly Judged[]; at: Date },
): Promise<string[]> {
  await lockPreferences(trx, userId)
  const items = await itemsOf(trx, userId)
  const added: string[] = []
  for (const one of kept.slice(0, learnedMax)) {
    const words = normalized(one.statement)
    if (items.some((item) => isRejected(item, one, words))) continue
    const same = (item: PreferenceItem) => item.kind === one.kind && item.scope_id === one.scopeId
    // Said already, by the person, or learned before: that rests on more now.
    const said = items.find((item) => isInUse(item) && item.normalized === words)
    if (said) {
      if (said.source === 'learned') await addEvidence(trx, said.id, one.evidence)
      continue
    }
    if (items.some((item) => same(item) && (item.state === 'pinned' || item.state === 'edited'))) continue
    if (items.some((item) => same(item) && item.source === 'user' && isInUse(item))) continue
    for (const item of items.filter((item) => same(item) && item.state === 'active')) {
      await changePreference(trx, item, { state: 'superseded' }, at)
      item.state = 'superseded'
    }
    const { kind, statement, scope, scopeId, evidence } = one
    added.push(
      await insertPreference(trx, {
        ...{ userId, kind, statement, scope, scopeId, evidence, at },
        source: 'learned',
        state: 'active',
      }),
    )
  }
  if (added.length > 0) await notePreferences(trx, userId, runId, await countApplied(trx, userId))
  return added
}

const isInUse = ({ state }: PreferenceItem) => state === 'active' || state === 'pinned' || state === 'edited'

const isRejected = (item: PreferenceItem, { evidence, kind }: Judged, words: string) =>
  item.state === 'rejected' &&
  (item.normalized === words ||
    (item.kind === kind && item.evidence.length > 0 && evidence.every((id) => item.evidence.includes(id))))
