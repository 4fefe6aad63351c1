import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** A word of scenario `n` that no other has; Chinese, as pairs of characters are what is compared. */
export const wordOf = (n: number): string =>
  String.fromCodePoint(0x4e00 + (n % 90) * 7, 0x5e00 + Math.floor(n / 90) * 11, 0x6e00 + (n % 83))

/** Scenarios for everybody, each with keywords and examples of its own. */
export async function seedScenarios(db: Kysely<never>, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, n) => ({
    id: `01990000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`,
    name: `场景 ${wordOf(n)}`,
    description: `处理与${wordOf(n)}有关的一切事情`,
    meta: {
      tags: [wordOf(n)],
      capabilities: [],
      keywords: [wordOf(n), `关于${wordOf(n)}`],
      negative_keywords: [],
      examples: [`帮我看看${wordOf(n)}`],
    },
  }))
  await sql`insert into scenarios (id, name, description, category, meta, system_prompt, skills, is_public, is_official,
      is_default, status, version, created_at, updated_at)
    select id, name, description, 'bench', meta, '按这个场景回答。', '[]', true, true, false, 'active', 1, now(), now()
    from jsonb_to_recordset(${JSON.stringify(rows)}) as of(id uuid, name text, description text, meta jsonb)`.execute(
    db,
  )
}
