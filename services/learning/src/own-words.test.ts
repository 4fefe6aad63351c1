import { newId } from '@lingzhi/contracts/ids'
import { sql } from 'kysely'
import t from 'tap'
import { startTestApp } from './test-app.ts'

const { user, db, call } = await startTestApp(t)
const path = '/api/v1/mistakes'
const count = 150

/** As many different words as are kept of a text, and two that all mistakes have. */
async function fillNotebook() {
  const added = await call('POST', path, {
    body: { subject: 'math', title: '同样的题', question_content: '同样的题 zz' },
  })
  const { id } = added.json().data
  const columns = sql.raw(
    (
      await sql<{ names: string }>`select string_agg(quote_ident(column_name), ',') as names
        from information_schema.columns where table_name = 'mistakes' and table_schema = current_schema()
        and column_name not in ('id', 'terms')`.execute(db)
    ).rows[0]!.names,
  )
  const ids = Array.from({ length: count }, () => newId())
  await sql`insert into mistakes (id, terms, ${columns})
    select one, (select array_to_tsvector(array_agg(md5(one::text || n))) from generate_series(1, 2000) n) || terms, ${columns}
    from mistakes, unnest(${ids}::uuid[]) one where id = ${id}`.execute(db)
  return { oldest: id as string, newest: ids.at(-1)! }
}

t.test('a search unpacks so many bytes of its user’s words, whatever they have written down', async (t) => {
  const { oldest, newest } = await fillNotebook()
  const found = async (query: string) =>
    (await call('GET', `${path}?${query}&limit=1`, { headers: user.headers })).json().data.total as number
  t.equal(await found(`search=${encodeURIComponent('同样')}`), count + 1, 'the index finds all')
  const short = await found('search=z')
  t.ok(short > 0 && short < count, `what only a look at each can tell is found in the newest: ${short}`)
  const alike = await call('GET', `${path}/${newest}/similar?limit=20`, { headers: user.headers })
  const { items } = alike.json().data as { items: { mistake: { id: string }; score: number }[] }
  t.ok(items.length > 0 && items.every(({ score }) => score > 0))
  t.notOk(
    items.some(({ mistake }) => mistake.id === oldest),
    'and so is what is alike',
  )
})
