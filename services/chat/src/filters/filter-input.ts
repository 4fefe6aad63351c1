import { problem } from '@lingzhi/contracts/problem'
import { addUpHits } from '@lingzhi/text-filters/add-up-hits'
import type { Filter, FilterHit } from '@lingzhi/text-filters/create-filter'
import { createFilter } from '@lingzhi/text-filters/create-filter'
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
  const passed = filter.push(text) + filter.end()
  await refuseBlocked(db, filter, of)
  return { text: passed, hits: filter.hits() }
}

/**
 * The same for a conversation in OpenAI's form, in every role but the assistant's: a forbidden term could otherwise be
 * sent as a system message. Earlier answers were filtered as answers. Records the hits.
 */
export async function filterMessages<M extends { role: string; content?: unknown }>(
  db: Db,
  prepared: PreparedFilter | undefined,
  messages: M[],
  of: HitsOf,
): Promise<M[]> {
  if (!prepared) return messages
  const all: FilterHit[] = []
  const pass = async (text: string) => {
    const filtered = await filterInput(db, prepared, text, of)
    all.push(...filtered.hits)
    return filtered.text
  }
  const passed: M[] = []
  for (const message of messages) {
    const { role, content } = message
    if (role === 'assistant') passed.push(message)
    else if (typeof content === 'string') passed.push({ ...message, content: await pass(content) })
    else if (Array.isArray(content)) {
      const parts: unknown[] = []
      for (const part of content) {
        parts.push(typeof part?.text === 'string' ? { ...part, text: await pass(part.text) } : part)
      }
      passed.push({ ...message, content: parts })
    } else passed.push(message)
  }
  await recordHits(db, of, addUpHits(all))
  return passed
}

async function refuseBlocked(db: Db, filter: Filter, of: HitsOf) {
  if (!filter.blocked) return
  await recordHits(db, of, filter.hits())
  throw ContentBlocked()
}
