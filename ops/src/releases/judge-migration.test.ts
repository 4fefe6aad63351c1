import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { judgeMigration } from './judge-migration.ts'

const sql = (text: string) => judgeMigration(`await sql\`${text}\`.execute(db)`)

t.test('what the running version needs is never taken from it without a word', async (t) => {
  for (const text of [
    'drop table conversations',
    'alter table messages drop column text',
    'alter table messages rename column text to content',
    'alter table messages rename to notes',
    'alter table messages alter column text type jsonb',
    'alter table messages alter column text set not null',
    'alter table messages add column kind text not null',
    'drop function begin_reply(uuid)',
  ])
    t.equal(sql(text).breaks.length, 1, text)
  t.equal(judgeMigration("db.schema.alterTable('a').dropColumn('b').execute()").breaks.length, 1)
  t.equal(
    judgeMigration("db.schema.alterTable('a').addColumn('b', 'text', (c) => c.notNull()).execute()").breaks
      .length,
    1,
  )
})

t.test('what only adds is let through', async (t) => {
  for (const text of [
    'alter table messages add column kind text',
    "alter table messages add column kind text not null default 'a'",
    'create table notes (id uuid primary key, text text not null)',
    'create index concurrently notes_text on notes (text)',
    'create or replace function f() returns void language sql as $$ select 1 $$',
  ])
    t.same(sql(text), { breaks: [], locks: [] }, text)
})

t.test('a lock on a table in use is told, and on a new one is not', async (t) => {
  t.equal(sql('create index messages_text on messages (text)').locks.length, 1)
  t.equal(sql('alter table messages add constraint c check (length(text) > 0)').locks.length, 1)
  t.equal(sql('alter table messages add constraint c check (length(text) > 0) not valid').locks.length, 0)
  const made =
    'await sql`create table notes (id uuid)`.execute(db)\nawait sql`create index n on notes (id)`.execute(db)'
  t.equal(judgeMigration(made).locks.length, 0)
})

t.test('what a person has judged counts as judged, and down is not run', async (t) => {
  t.equal(
    sql('-- survives: nothing reads it since 1.3\nalter table messages drop column text').breaks.length,
    0,
  )
  t.equal(
    judgeMigration('export async function down(db) {\n  await sql`drop table a`.execute(db)\n}').breaks
      .length,
    0,
  )
})

t.test('every migration of this version can be judged', async (t) => {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  const files = globSync('services/*/migrations/*.ts', { cwd: root })
  t.ok(files.length > 20)
  for (const file of files) t.ok(judgeMigration(readFileSync(`${root}/${file}`, 'utf8')))
})
