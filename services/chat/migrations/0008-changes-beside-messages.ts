import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * When a conversation was last renamed, pinned or archived, and when a message last joined or left the path that a
 * reader sees: an incremental export must include both. Triggers set it, so that no statement can forget to; they do not
 * fire when nothing changes.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table conversations add column changed_at timestamptz`.execute(db)
  await sql`alter table messages add column changed_at timestamptz`.execute(db)
  await sql`create function note_change() returns trigger language plpgsql as $$
    begin
      new.changed_at := clock_timestamp();
      return new;
    end $$`.execute(db)
  await sql`create trigger note_change before update of title, pinned, archived on conversations for each row
    when ((old.title, old.pinned, old.archived) is distinct from (new.title, new.pinned, new.archived))
    execute function note_change()`.execute(db)
  await sql`create trigger note_change before update of active on messages for each row
    when (old.active <> new.active) execute function note_change()`.execute(db)
}
