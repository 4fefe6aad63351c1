import { newId } from '@lingzhi/contracts/ids'
import { sql } from 'kysely'
import type { Db } from '../database.ts'
import type { Appeal, Item, Submission } from './tables.ts'

/** All appeals against the grades of these items, by item, the oldest first. */
export async function appealsOf(db: Db, items: readonly Item[]): Promise<Map<string, Appeal[]>> {
  if (items.length === 0) return new Map()
  const rows = await db
    .selectFrom('homework_appeals')
    .selectAll()
    .where(
      'item_id',
      'in',
      items.map(({ id }) => id),
    )
    .orderBy('id')
    .execute()
  return Map.groupBy(rows, ({ item_id }) => item_id)
}

/** Stores an appeal; undefined while another against the same item is open. */
export const insertAppeal = (
  trx: Db,
  { item, reason, at }: { item: Item; reason: string; at: Date },
): Promise<Appeal | undefined> =>
  trx
    .insertInto('homework_appeals')
    .values({ id: newId(), item_id: item.id, user_id: item.user_id, reason, created_at: at })
    .onConflict((conflict) => conflict.column('item_id').where('status', '=', 'open').doNothing())
    .returningAll()
    .executeTakeFirst()

/** Decides the open appeal against an item, if there is one. */
export async function decideAppeal(
  trx: Db,
  { itemId, status, by, at }: { itemId: string; status: 'upheld' | 'rejected'; by: string; at: Date },
): Promise<void> {
  await trx
    .updateTable('homework_appeals')
    .set({ status, decided_by: by, decided_at: at })
    .where('item_id', '=', itemId)
    .where('status', '=', 'open')
    .execute()
}

export interface Queued extends Pick<Item, 'number' | 'question' | 'student_answer' | 'points' | 'status'> {
  item_id: string
  submission_id: string
  template_id: string | null
  title: string
  subject: Submission['subject']
  student_name: string | null
  user_id: string
  appeal_id: string | null
  appeal_reason: string | null
  reasons: string[] | null
  low: number | null
  high: number | null
  submitted_at: Date
}

/** Whose decisions: of the templates of one person, or of everything. */
export type Scope = { ownerId: string } | 'all'

/** Items that wait for a person's decision, the oldest first, and one more where another page follows. */
export async function reviewQueue(
  db: Db,
  scope: Scope,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<Queued[]> {
  const owned = scope === 'all' ? sql`true` : sql`t.user_id = ${scope.ownerId}`
  const later = after === undefined ? sql`true` : sql`i.id > ${after}`
  const { rows } = await sql<Queued>`
    select i.id as item_id, s.id as submission_id, s.template_id, s.title, s.subject, s.student_name, s.user_id,
      i.number, i.question, i.student_answer, i.points, i.status, a.id as appeal_id, a.reason as appeal_reason,
      g.reasons, g.low, g.high, s.submitted_at
    from homework_items i join homework_submissions s on s.id = i.submission_id
      left join homework_templates t on t.id = s.template_id
      left join homework_appeals a on a.item_id = i.id and a.status = 'open'
      left join homework_grades g on g.id = i.grade_id
    where (i.status in ('needs_review', 'failed') or a.id is not null) and ${owned} and ${later}
    order by i.id limit ${limit + 1}`.execute(db)
  return rows
}

export interface Judgement {
  points: number
  human: number
  machine: number
  human_criteria: { id: string; met: string }[]
  machine_criteria: { id: string; met: string }[]
}

/** As many of the newest decisions as agreement is told of. */
const judgementsMax = 5_000

/** What people decided last of items that a machine had given a score before, beside that score. */
export async function judgements(db: Db, scope: Scope): Promise<Judgement[]> {
  const owned = scope === 'all' ? sql`true` : sql`t.user_id = ${scope.ownerId}`
  const { rows } = await sql<Judgement>`
    select i.points, h.score as human, m.score as machine, h.criteria as human_criteria, m.criteria as machine_criteria
    from homework_items i join homework_submissions s on s.id = i.submission_id
      left join homework_templates t on t.id = s.template_id
      join homework_grades h on h.id = i.grade_id and h.source = 'human'
      join lateral (select score, criteria from homework_grades
        where item_id = i.id and source <> 'human' and score is not null and id < h.id
        order by id desc limit 1) m on true
    where ${owned} order by h.id desc limit ${judgementsMax}`.execute(db)
  return rows
}
