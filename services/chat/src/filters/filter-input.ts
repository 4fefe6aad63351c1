import { problem } from '@lingzhi/contracts/problem'
import type { Filter, FilterHit } from '@lingzhi/text-filters/create-filter'
import { createFilter } from '@lingzhi/text-filters/create-filter'
import { filterText } from '@lingzhi/text-filters/filter-text'
import type { PreparedFilter } from '@lingzhi/text-filters/prepare-filters'
import type { Db } from '../database.ts'
import type { HitsOf } from './filters.queries.ts'
import { recordHits } from './filters.queries.ts'

export const ContentBlocked = problem('CONTENT_BLOCKED', 400, {
  zh: '内容包含不允许的信息，请修改后再试',
  en: 'The text contains something that is not allowed here. Change it and try again.',
  check: 'The filter rules of the agent; hits are recorded, without the text.',
})

/**
 * A question as the filters pass it, and the hits in it. Records the hits and raises CONTENT_BLOCKED if a rule blocks
 * it, before any model is called.
 */
export async function filterInput(
  db: Db,
  prepared: PreparedFilter | undefined,
  text: string,
  of: HitsOf,
): Promise<{ text: string; hits: FilterHit[] }> {
  if (!prepared) return { text, hits: [] }
  const filter = createFilter(prepared)
  const passed = await filterText(filter, text)
  await refuseBlocked(db, filter, of)
  return { text: passed, hits: filter.hits() }
}

/** Records the hits and raises CONTENT_BLOCKED if a rule blocked the text. */
export async function refuseBlocked(db: Db, filter: Filter, of: HitsOf) {
  if (!filter.blocked) return
  await recordHits(db, of, filter.hits())
  throw ContentBlocked()
}
