import t from 'tap'
import { testDeployment } from '../backup/test-deployment.ts'
import { rowsNaming } from './rows-naming.ts'

const gone = '01980000-0000-7000-8000-000000000001'
const other = '01980000-0000-7000-8000-000000000002'

t.test(
  'every row that names an account is counted, in whatever column its id stands, and no other row',
  async (t) => {
    const { deployment, query } = await testDeployment(t)
    await query(
      'chat',
      `create table own (user_id uuid, text text);
     create table told (id int, fact jsonb);
     create table listed (id int, readers uuid[]);
     create table parted (at date, by text) partition by range (at);
     create table parted_now partition of parted default;
     insert into own values ('${gone}', 'a'), ('${gone}', 'b'), ('${other}', 'c'), (null, null);
     insert into told values (1, '{"of": ["${gone}"]}'), (2, '{"of": ["${other}"]}');
     insert into listed values (1, '{${other},${gone}}');
     insert into parted values (now(), 'user:${gone}')`,
    )
    const url = await deployment.databaseOf('chat')
    const { signal } = new AbortController()
    t.same(await rowsNaming(url, gone, signal), [
      { table: 'listed', rows: 1 },
      { table: 'own', rows: 2 },
      { table: 'parted', rows: 1 },
      { table: 'told', rows: 1 },
    ])
    t.same(await rowsNaming(await deployment.databaseOf('auth'), gone, signal), [])
    await t.rejects(rowsNaming(url, gone, AbortSignal.abort(new Error('stopped'))), /stopped/)
  },
)
