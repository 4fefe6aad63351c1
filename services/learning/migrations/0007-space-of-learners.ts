import type { Kysely } from 'kysely'
import { sql } from 'kysely'

interface Kept {
  texts?: string[]
  lists?: string[]
  json?: string[]
}

/**
 * What grows with what a learner writes, and with what is written about it; not what is there for a while only, such as a request or a problem.
 */
const kept: Record<string, Kept> = {
  mistakes: {
    texts: [
      ...['title', 'description', 'question_content', 'student_answer', 'correct_answer', 'explanation'],
      ...['chapter', 'category', 'question_type', 'error_type', 'notes', 'source_id'],
    ],
    lists: ['knowledge_points', 'tags'],
  },
  reviews: { texts: ['user_answer', 'notes'] },
  sessions: { texts: ['title'] },
  questions: {
    texts: ['content', 'topic', 'student_attempt', 'known_answer', 'idempotency_key'],
    json: ['context_data'],
  },
  answers: { texts: ['content', 'feedback_text'], json: ['usage', 'latex'] },
  homework_templates: { texts: ['title', 'description'] },
  homework_template_versions: { json: ['items'] },
  homework_submissions: {
    texts: ['title', 'description', 'note', 'student_name', 'content'],
  },
  homework_items: {
    texts: ['question', 'key', 'student_answer', 'transcribed_answer', 'latex'],
    lists: ['alternatives', 'knowledge_points'],
    json: ['rubric', 'box'],
  },
  homework_grades: {
    texts: ['basis', 'correct_answer'],
    lists: ['reasons', 'knowledge_points'],
    json: ['criteria', 'explanation'],
  },
  homework_appeals: { texts: ['reason'] },
  homework_calls: { json: ['value', 'problem'] },
}

/** What a row takes beside its texts, with its place in the indexes. */
const rowBytes = 200

/** By the texts themselves: what is subtracted one day is what was added, however PostgreSQL packed it. */
function bytesOf({ texts = [], lists = [], json = [] }: Kept): string {
  const parts = [
    ...texts.map((name) => `octet_length("${name}")`),
    ...lists.map((name) => `octet_length(array_to_string("${name}", ' '))`),
    ...json.map((name) => `octet_length("${name}"::text)`),
  ]
  return [rowBytes, ...parts.map((part) => `coalesce(${part}, 0)`)].join(' + ')
}

export async function up(db: Kysely<unknown>): Promise<void> {
  // The row that whoever writes for a learner locks first. bytes: kept by the triggers below alone.
  await sql`create table learner_space (user_id uuid primary key, bytes bigint not null default 0)`.execute(
    db,
  )
  // Whose it is, also once its template is gone.
  await sql`alter table homework_template_versions add column user_id uuid`.execute(db)
  await sql`update homework_template_versions v set user_id = t.user_id from homework_templates t
    where t.id = v.template_id`.execute(db)

  for (const [table, columns] of Object.entries(kept)) {
    const bytes = bytesOf(columns)
    const count = (came: string | undefined, gone: string | undefined) => `
      insert into learner_space as space (user_id, bytes)
      select user_id, sum(bytes) from (${[
        came && `select user_id, ${bytes} as bytes from ${came}`,
        gone && `select user_id, -(${bytes}) as bytes from ${gone}`,
      ]
        .filter(Boolean)
        .join(' union all ')}) changed
      where user_id is not null group by user_id having sum(bytes) <> 0 order by user_id
      on conflict (user_id) do update set bytes = space.bytes + excluded.bytes`
    await sql
      .raw(
        `create function count_space_of_${table}() returns trigger language plpgsql as $$
        begin
          if tg_op = 'INSERT' then ${count('came', undefined)};
          elsif tg_op = 'DELETE' then ${count(undefined, 'gone')};
          else ${count('came', 'gone')};
          end if;
          return null;
        end $$`,
      )
      .execute(db)
    for (const [operation, tables] of [
      ['insert', 'new table as came'],
      ['update', 'old table as gone new table as came'],
      ['delete', 'old table as gone'],
    ])
      await sql
        .raw(
          `create trigger count_space_on_${operation} after ${operation} on ${table} referencing ${tables}
          for each statement execute function count_space_of_${table}()`,
        )
        .execute(db)
    await sql
      .raw(
        `insert into learner_space as space (user_id, bytes)
        select user_id, sum(${bytes}) from ${table} where user_id is not null group by user_id order by user_id
        on conflict (user_id) do update set bytes = space.bytes + excluded.bytes`,
      )
      .execute(db)
  }
}
