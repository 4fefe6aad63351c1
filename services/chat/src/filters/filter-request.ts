import { setImmediate as breathe } from 'node:timers/promises'
import { addUpHits } from '@lingzhi/text-filters/add-up-hits'
import type { FilterHit } from '@lingzhi/text-filters/create-filter'
import { createFilter } from '@lingzhi/text-filters/create-filter'
import { filterText } from '@lingzhi/text-filters/filter-text'
import type { PreparedFilter } from '@lingzhi/text-filters/prepare-filters'
import { readings } from '@lingzhi/text-filters/read-as'
import type { Db } from '../database.ts'
import { refuseBlocked } from './filter-input.ts'
import type { HitsOf } from './filters.queries.ts'
import { recordHits } from './filters.queries.ts'

/** Other work gets its turn after this long. */
const busyMaxMs = 5
/** Of a fixed set of values, or names that only pair things. */
const structural = new Set(['role', 'type', 'id', 'tool_call_id'])

interface TextPart {
  type: string
  text: string
}

const isTextPart = (value: unknown): value is TextPart => {
  const { type, text } = (value ?? {}) as Partial<TextPart>
  return typeof type === 'string' && /(?:^|_)text$/.test(type) && typeof text === 'string'
}

/** Parts of a message in order, those of text that follow each other together: a model reads them as one text. */
function together(items: readonly unknown[]): unknown[][] {
  const groups: unknown[][] = []
  for (const item of items) {
    const last = groups.at(-1)
    if (last && isTextPart(item) && isTextPart(last[0])) last.push(item)
    else groups.push([item])
  }
  return groups
}

const waysOf = (name: string) => (name === 'arguments' ? readings.json : readings.markdown)

/**
 * The members of a request as the filters pass them: every text in them, whoever is said to have written it, and the names
 * of members too, since a caller writes all of it. Only files inside of the request are not looked at (`isFile`). Records
 * the hits, and raises CONTENT_BLOCKED if a rule blocks one.
 */
export async function filterRequest<Members extends object>(
  db: Db,
  prepared: PreparedFilter | undefined,
  members: Members,
  isFile: (name: string, value: string) => boolean,
  of: HitsOf,
): Promise<Members> {
  if (!prepared || !(await hasHits(prepared, members, isFile))) return members
  const all: FilterHit[] = []
  let since = performance.now()
  const look = async (text: string, name: string) => {
    const filter = createFilter(prepared, waysOf(name))
    const passed = await filterText(filter, text)
    await refuseBlocked(db, filter, of)
    if (performance.now() - since > busyMaxMs) {
      await breathe()
      since = performance.now()
    }
    return { passed, hits: filter.hits() }
  }
  const passText = async (text: string, name: string) => {
    const { passed, hits } = await look(text, name)
    all.push(...hits)
    return passed
  }
  /** Parts that were passed one by one, as one if a term goes from one to another. */
  const passTogether = async (parts: TextPart[], hitsBefore: FilterHit[]) => {
    const { passed, hits } = await look(parts.map(({ text }) => text).join(''), 'text')
    // What was only marked is still there and counted already; what was masked is not.
    const marked = new Map(hitsBefore.map(({ rule, action, count }) => [rule, action === 'flag' ? count : 0]))
    const across = hits
      .map((hit) => ({ ...hit, count: hit.count - (marked.get(hit.rule) ?? 0) }))
      .filter(({ count }) => count > 0)
    all.push(...across)
    return across.length > 0 ? [Object.assign({}, ...parts, { text: passed }) as TextPart] : parts
  }
  const pass = async (value: unknown, name: string): Promise<unknown> => {
    if (typeof value === 'string')
      return structural.has(name) || isFile(name, value) ? value : passText(value, name)
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) {
      const items: unknown[] = []
      for (const group of together(value)) {
        const from = all.length
        const passed: unknown[] = []
        for (const item of group) passed.push(await pass(item, name))
        const some = passed.length > 1
        items.push(...(some ? await passTogether(passed as TextPart[], addUpHits(all.slice(from))) : passed))
      }
      return items
    }
    const entries: [string, unknown][] = []
    for (const [member, inner] of Object.entries(value))
      entries.push([await passText(member, ''), await pass(inner, member)])
    return Object.fromEntries(entries)
  }
  const passed = (await pass(members, '')) as Members
  await recordHits(db, of, addUpHits(all))
  return passed
}

/** Whether any text may have a hit: one look at all of them, which most requests need no more than. */
async function hasHits(
  prepared: PreparedFilter,
  members: object,
  isFile: (name: string, value: string) => boolean,
): Promise<boolean> {
  const texts = { markdown: [] as string[], json: [] as string[] }
  const collect = (value: unknown, name: string): void => {
    if (typeof value === 'string') {
      if (structural.has(name) || isFile(name, value)) return
      texts[name === 'arguments' ? 'json' : 'markdown'].push(value)
    } else if (Array.isArray(value)) {
      for (const group of together(value))
        if (group.length > 1) texts.markdown.push((group as TextPart[]).map(({ text }) => text).join(''))
      for (const item of value) collect(item, name)
    } else if (typeof value === 'object' && value !== null)
      for (const [member, inner] of Object.entries(value)) {
        texts.markdown.push(member)
        collect(inner, member)
      }
  }
  collect(members, '')
  for (const [name, some] of Object.entries(texts)) {
    const filter = createFilter(prepared, readings[name as keyof typeof texts])
    await filterText(filter, some.join('\n'))
    if (filter.blocked || filter.hits().length > 0) return true
  }
  return false
}
