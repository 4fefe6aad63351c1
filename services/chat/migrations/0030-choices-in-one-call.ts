import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * All that the answer to one question depends on besides its conversation: choices, settings and preferences of a person (none:
 * a guest) and of a conversation (none: a new one). A function, because its plan is then kept by the connection: making the plan of these ten
 * queries anew took longer than running them, before the first word of every answer.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create function read_choices(owner uuid, conversation uuid) returns table (
    version double precision, "user" jsonb, session jsonb, own jsonb, preferences jsonb, config jsonb, defaults jsonb,
    any_skills boolean
  ) language plpgsql stable set plan_cache_mode = force_generic_plan as $$
    #variable_conflict use_column
    begin
      return query select
        (select version::float8 from shaping_state),
        (select to_jsonb(one) from (
          select scenario_ids, custom_prompt, pinned, auto_match from user_scenario_configs where user_id = owner) one),
        (select to_jsonb(one) from (
          select scenario_ids, custom_prompt from session_scenario_configs where conversation_id = conversation) one),
        coalesce((select jsonb_agg(to_jsonb(one)) from (
          select id, name, description, meta, version, is_default,
            system_prompt <> '' or skills <> '[]' or allowed_tools is not null as says_something
          from scenarios where created_by = owner and not is_official and status = 'active') one), '[]'),
        coalesce((select jsonb_agg(to_jsonb(one)) from (
          select id, statement, version, scope, scope_id from preferences
          where user_id = owner and state in ('pinned', 'edited', 'active')
            and not exists (select from preference_settings where user_id = owner and not applying)
          order by state = 'active', source = 'learned', updated_at desc, id limit 100) one), '[]'),
        (select to_jsonb(one) from (
          select c.system_prompt, p.content as kept_prompt, c.model, c.allowed_tools, c.max_turns
          from user_configs c left join system_prompts p on p.id = c.system_prompt_id and p.is_public
          where c.user_id = owner) one),
        coalesce((select jsonb_object_agg(key, value) from system_defaults), '{}'),
        exists (select from skills where status in ('published', 'draft'));
    end $$`.execute(db)
}
