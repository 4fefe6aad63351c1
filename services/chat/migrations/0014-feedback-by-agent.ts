import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Administrators read feedback newest first: all of it, of one agent, or of one kind. A trigger tells the agent. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table feedback add column agent_id integer`.execute(db)
  await sql`update feedback set agent_id = replies.agent_id from replies
    where replies.message_id = feedback.message_id`.execute(db)
  await sql`create function note_agent() returns trigger language plpgsql as $$
    begin
      new.agent_id := (select agent_id from replies where message_id = new.message_id);
      return new;
    end $$`.execute(db)
  await sql`create trigger note_agent before insert on feedback for each row execute function note_agent()`.execute(
    db,
  )
  await sql`create index feedback_newest on feedback (updated_at, message_id)`.execute(db)
  await sql`create index feedback_of_agent on feedback (agent_id, updated_at, message_id)`.execute(db)
  await sql`create index feedback_of_type on feedback (type, updated_at, message_id)`.execute(db)
}
