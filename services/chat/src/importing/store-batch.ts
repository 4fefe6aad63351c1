import { idAt } from '@lingzhi/contracts/ids'
import type { BulkTransaction } from '@lingzhi/db/copy-in'
import { ownTerms } from '@lingzhi/search-terms/search-terms'
import { cleanTitle, titleFrom, untitled } from '../conversations/titles.ts'
import type { Database, Db } from '../database.ts'
import type { NamedAgent } from './choose-agents.ts'
import { chooseAgents } from './choose-agents.ts'
import type { FilledGap } from './fill-gaps.ts'
import { fillGaps } from './fill-gaps.ts'
import { bytesOfConversation, bytesOfMessage, countSize } from './imported-sizes.ts'
import type {
  Addition,
  BatchResult,
  ChangedText,
  KnownConversation,
  KnownMessage,
} from './importing.queries.ts'
import {
  followFile,
  knownMessages,
  lockKnown,
  noteAdditions,
  replaceTexts,
  sourcesOf,
} from './importing.queries.ts'
import type { Placing } from './place-messages.ts'
import { placeMessages } from './place-messages.ts'
import type { Incoming, IncomingMessage } from './read-batch.ts'
import type { MessageRow, NewConversationRow } from './write-rows.ts'
import { tsvector, writeAnswers, writeConversations, writeFeedback, writeMessages } from './write-rows.ts'

export interface Batch {
  jobId: string
  userId: string
  conversations: Incoming[]
  dryRun: boolean
  /** Most that the user's imported conversations may take. */
  bytesMax: number
  at: Date
  /** Called between steps of some milliseconds: what else this process has to do goes first. */
  breathe?: () => Promise<void>
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Placed without a pause: some milliseconds. */
const stepMessages = 50

/**
 * Stores what of a batch is not here yet, and says what became of it. The rows of all its conversations go in by one COPY a
 * table. Those that are here already are locked, so two imports of one file follow each other.
 */
export async function storeBatch(
  { trx, copyIn }: BulkTransaction<Database>,
  { jobId, userId, conversations, dryRun, bytesMax, at, breathe = nextTurn }: Batch,
): Promise<BatchResult> {
  const known = await lockKnown(
    trx,
    userId,
    conversations.map(({ key }) => key),
  )
  const { agentOf, unknown } = await chooseAgents(trx, conversations)
  const here = await messagesHere(trx, conversations, known)
  const now = at.toISOString()
  const plan = createPlan(userId, agentOf, now)
  let placed = 0
  for (const one of conversations) {
    plan.add(one, known.get(one.key), here.get(one.key) ?? new Map())
    placed += one.messages.length
    if (placed < stepMessages) continue
    // People who chat get their turn.
    placed = 0
    await breathe()
  }
  if (!dryRun) await writePlan({ trx, copyIn }, plan, { userId, jobId, at: now, agentOf, breathe })
  await countSize(trx, userId, plan.bytes, { bytesMax, dryRun })
  return { conversations: plan.outcomes, messages: plan.messages, unknown_agents: unknown }
}

/** The messages that are here already, by the key of their conversation and then by their own. */
async function messagesHere(
  db: Db,
  conversations: Incoming[],
  known: ReadonlyMap<string, KnownConversation>,
): Promise<Map<string, Map<string, KnownMessage>>> {
  const found = conversations.filter(({ key }) => known.has(key))
  const keysOf = ({ messages }: Incoming) =>
    messages.flatMap(({ key, parent }) => (parent ? [key, parent] : [key]))
  const keys = [...new Set(found.flatMap(keysOf))]
  const detours = found.filter(({ key }) => known.get(key)?.detour)
  const sources = await sourcesOf(db, [...new Set(detours.flatMap(keysOf))])
  const ids = [...new Set(found.map(({ key }) => known.get(key)!.id))]
  const rows = Map.groupBy(
    await knownMessages(db, ids, [...new Set([...keys, ...sources.values()])]),
    (row) => row.conversation_id,
  )
  return new Map(
    found.map((one) => {
      const byKey = new Map<string, KnownMessage>()
      for (const row of rows.get(known.get(one.key)!.id) ?? []) {
        byKey.set(row.id, row)
        if (row.source_id) byKey.set(row.source_id, row)
      }
      for (const [id, source] of sources) {
        const row = byKey.get(source)
        if (row && !byKey.has(id)) byKey.set(id, row)
      }
      return [one.key, byKey]
    }),
  )
}

interface Plan {
  outcomes: string
  /** What is added, in bytes. */
  bytes: number
  messages: BatchResult['messages']
  conversations: NewConversationRow[]
  rows: MessageRow[]
  additions: Addition[]
  changed: ChangedText[]
  filled: FilledGap[]
  /** Answers among the latter, as rows of new ones. */
  filledRows: MessageRow[]
  rated: Placing['rated']
  following: { id: string; title: string; pinned: boolean; archived: boolean }[]
  add: (one: Incoming, known: KnownConversation | undefined, here: ReadonlyMap<string, KnownMessage>) => void
}

function createPlan(userId: string, agentOf: (agent: NamedAgent) => number, now: string): Plan {
  return {
    outcomes: '',
    bytes: 0,
    messages: { new: 0, existing: 0, changed: 0 },
    conversations: [],
    rows: [],
    additions: [],
    changed: [],
    filled: [],
    filledRows: [],
    rated: [],
    following: [],
    add(one, known, here) {
      const agentId = agentOf(one)
      const placing = placeMessages(one, { known, messages: here, newId: idsAfter(one.after_ms) })
      const id = known?.id ?? idAt(Date.parse(one.created_at), one.ordinal)
      const shown = placing.placed.filter(({ active, message }) => active && message).length
      const title = titleOf(one)
      const added = [...placing.placed, ...placing.filled].map(({ message }) => bytesOfMessage(message))
      const bytes = (known ? 0 : bytesOfConversation(one)) + added.reduce((sum, each) => sum + each, 0)
      this.bytes += bytes
      if (!known) {
        const titled = title !== '' && (title !== untitled || one.messages.length > 0)
        const row = { id, userId, agentId, incoming: one, title: title || untitled, titled, shown, bytes }
        this.conversations.push(row)
      } else if (placing.placed.length + placing.filled.length > 0) {
        const lastActive = one.last_active
        this.additions.push({ id, shown, lastActive, bytes })
      }
      for (const placed of placing.placed) this.rows.push({ ...placed, conversationId: id, agentId })
      const textOf = (id: string, { content, reasoning = '', status }: IncomingMessage): ChangedText => {
        const terms = tsvector(ownTerms(content, userId))
        return { id, content, reasoning, status, terms, at: now }
      }
      for (const { id, message } of placing.changed) this.changed.push(textOf(id, message))
      for (const { id: gap, parentId, message } of placing.filled) {
        const { role, created_at: createdAt, key: source } = message
        this.filled.push({ ...textOf(gap, message), conversationId: id, parentId, role, createdAt })
        const place = { id: gap, depth: 0, active: false, source, parentId, questionId: parentId ?? gap }
        this.filledRows.push({ ...place, message, createdAt, conversationId: id, agentId })
      }
      this.rated.push(...placing.rated)
      const marks = { title: title || (known?.title ?? ''), pinned: one.pinned, archived: one.archived }
      const follows =
        known?.follows === true &&
        !one.continued &&
        (known.title !== marks.title || known.pinned !== marks.pinned || known.archived !== marks.archived)
      if (follows) this.following.push({ id, ...marks })
      const counted = placing.placed.filter(({ message }) => message).length + placing.filled.length
      const changed = placing.changed.length + placing.rated.length
      this.messages.new += counted
      this.messages.existing += placing.existing
      this.messages.changed += changed
      this.outcomes += !known ? 'n' : counted + changed > 0 || follows ? 'c' : 'e'
    },
  }
}

async function writePlan(
  { trx, copyIn }: BulkTransaction<Database>,
  plan: Plan,
  writing: Parameters<typeof writeMessages>[2],
): Promise<void> {
  await writeConversations(copyIn, plan.conversations, writing)
  await writeMessages(copyIn, plan.rows, writing)
  await writeFeedback(copyIn, plan.rated, writing)
  await replaceTexts(trx, plan.changed)
  await noteAdditions(trx, plan.additions)
  await fillGaps(trx, plan.filled)
  await writeAnswers(copyIn, plan.filledRows, writing)
  for (const { id, ...marks } of plan.following) await followFile(trx, id, marks)
}

const titleMax = 200

/** A title as one may be stored; of one without, its first question's. */
function titleOf({ title, messages }: Incoming): string {
  const cleaned = [...cleanTitle(title)].slice(0, titleMax).join('')
  if (cleaned !== '') return cleaned
  const question = messages.find(({ role }) => role === 'user')
  return question ? titleFrom(question.content) : ''
}

/** Ids that sort as the messages stand in the file, by their instants as far as those agree. */
function idsAfter(afterMs: number): (createdAt: string, ordinal: number) => string {
  let last = afterMs
  return (createdAt, ordinal) => {
    last = Math.max(last, Date.parse(createdAt), 0)
    return idAt(last, ordinal)
  }
}
