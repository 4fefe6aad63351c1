import type { PreferenceRecords } from '@lingzhi/contracts/export-records'
import { decodeCursor, encodeCursor } from '@lingzhi/db/cursor'
import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { Db } from '../database.ts'

/** At once: what one page reads stays small whatever its records are. */
const rowsMax = 50

interface Source {
  type: string
  /** Rows with `id`, `created_at` and the members of the line, of the person `$user`, after an id. */
  rows: (userId: string) => RawBuilder<unknown>
}

/** In the order in which a file holds them. Members are columns, so a line tells what is stored, and no more. */
const sources: Source[] = [
  {
    type: 'rules',
    rows: (
      userId,
    ) => sql`select u.user_id as id, u.updated_at as created_at, u.custom_prompt as user_custom_prompt, u.scenario_ids,
        u.pinned, u.auto_match
      from user_scenario_configs u where u.user_id = ${userId}`,
  },
  {
    type: 'answering',
    rows: (
      userId,
    ) => sql`select u.user_id as id, u.updated_at as created_at, u.system_prompt as default_system_prompt,
        u.system_prompt_id, u.model as default_model, u.allowed_tools as default_allowed_tools, u.max_turns
      from user_configs u where u.user_id = ${userId}`,
  },
  {
    type: 'scenario',
    rows: (
      userId,
    ) => sql`select id, created_at, updated_at, name, description, category, meta, system_prompt, allowed_tools,
        recommended_model, skills, is_public, status, version
      from scenarios where created_by = ${userId} and status <> 'deleted'`,
  },
  {
    type: 'skill',
    rows: (
      userId,
    ) => sql`select id, created_at, updated_at, name, description, category, body as content, allowed_tools,
        always_apply, is_public, status, source_type, version
      from skills where created_by = ${userId} and status <> 'deleted'`,
  },
  {
    type: 'preference',
    rows: (
      userId,
    ) => sql`select id, created_at, updated_at, kind, statement, scope, scope_id, state, source, reason, version,
        (select coalesce(jsonb_agg(message_id order by message_id), '[]') from preference_evidence e where e.preference_id = p.id)
          as evidence
      from preferences p where p.user_id = ${userId}`,
  },
]

const Place = Type.Object({
  source: Type.Integer({ minimum: 0, maximum: sources.length - 1 }),
  after: Type.String({ maxLength: 36 }),
})

/** Sends one page of what a person set, wrote and taught, as JSON lines. */
export async function answerPreferenceRecords(
  db: Db,
  { user_id, as_of, cursor, records_max, bytes_max }: Static<typeof PreferenceRecords.request>,
  send: (lines: Buffer) => void,
): Promise<Static<typeof PreferenceRecords.result>> {
  const place = decodeCursor(Place, cursor) ?? { source: 0, after: '' }
  const { type, rows } = sources[place.source]!
  const limit = Math.min(records_max, rowsMax)
  const { rows: found } = await sql<{ id: string; line: string }>`
    select id, to_json(own)::text as line from (${rows(user_id)}) own
    where (${place.after} = '' or id > nullif(${place.after}, '')::uuid) ${as_of ? sql`and created_at < ${as_of}::timestamptz` : sql``}
    order by id limit ${limit + 1}`.execute(db)
  let bytes = 0
  let count = 0
  for (const { line } of found.slice(0, limit)) {
    if (bytes >= bytes_max) break
    // The type comes first, so that a line's kind shows without parsing it.
    const told = Buffer.from(`{"type":"${type}",${line.slice(1)}\n`)
    bytes += told.length
    count += 1
    send(told)
  }
  const last = found[count - 1]
  const rest =
    found.length > count ? { source: place.source, after: last!.id } : { source: place.source + 1, after: '' }
  return {
    records: count > 0 ? { [type]: count } : {},
    next_cursor: rest.source < sources.length ? encodeCursor(rest) : null,
  }
}
