import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Revision plans count in their learner's space, as what 0007 lists: by their texts, and what a row takes beside them. */
const bytes = `200 + octet_length(title) + octet_length(content::text) + octet_length(dropped::text)
  + octet_length(statistics::text)`

const count = (rows: string) => `
  insert into learner_space as space (user_id, bytes)
  select user_id, sum(bytes) from (${rows}) changed group by user_id having sum(bytes) <> 0 order by user_id
  on conflict (user_id) do update set bytes = space.bytes + excluded.bytes`
const came = `select user_id, ${bytes} as bytes from came`
const gone = `select user_id, -(${bytes}) as bytes from gone`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create function count_space_of_revision_plans() returns trigger language plpgsql as $$
      begin
        if tg_op = 'INSERT' then ${count(came)};
        elsif tg_op = 'DELETE' then ${count(gone)};
        else ${count(`${came} union all ${gone}`)};
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
        `create trigger count_space_on_${operation} after ${operation} on revision_plans referencing ${tables}
        for each statement execute function count_space_of_revision_plans()`,
      )
      .execute(db)
  await sql.raw(count(`select user_id, ${bytes} as bytes from revision_plans`)).execute(db)
}
