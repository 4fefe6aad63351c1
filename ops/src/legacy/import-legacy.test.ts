import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { gzipSync } from 'node:zlib'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { lingzhiDatabase, testPlatform } from './test-legacy.ts'

/** Of the password `abc123`. */
const bcrypt = '$2b$04$BjJQVHkWRrmCok2fhMbeNeYNVdMbCBcvhxyZNM3oPkYgRytVslbLS'

const flaskChat = join(import.meta.dirname, 'fixtures/flask-chat.sql')

/** Three good accounts, and everything that a database of years may hold beside them. */
function fillLingzhi(db: DatabaseSync) {
  db.exec(`
    insert into users (id, username, email, phone, password_hash, total_lingzhi, status, real_name, created_at) values
      (1, '灵儿', 'ling@example.cn', '13800138000', '${bcrypt}', 155, 'active', '张灵', '2026-01-01 08:00:00'),
      (2, 'bo', null, null, 'scrypt:32768:8:1$salt$00', 0, 'disabled', null, '2026-01-02 08:00:00.123456'),
      (3, 'taken', null, null, '${bcrypt}', 42, 'active', null, null),
      (4, '', null, null, '${bcrypt}', 7, 'active', null, null),
      (5, 'minus', null, 'no number', '${bcrypt.replace('$04$', '$31$')}', -5, null, null, 'yesterday');
    insert into admins values (1, 'root', '${bcrypt}');
    insert into agents (id, name, description, system_prompt, model_config, status) values
      (1, '灵值生态园', '', 'old prompt', '{"model":"doubao"}', 'active'),
      (2, '我的助手', 'helps', 'You help.', '{"model":"m","temperature":0.7,"tokens":1}', 'active'),
      (3, 'gone', '', '', '', 'deleted'),
      (4, 'paused', '', 'x', 'no json', 'inactive');
    insert into conversations (id, agent_id, user_id, conversation_id, messages, title, created_at, updated_at) values
      (1, 2, 1, 'conv_1', '[{"role":"user","content":"你好","timestamp":"2026-02-01T09:00:00.5"},{"role":"assistant","content":"好"},{"role":"root","content":"x"},7]', '第一', '2026-02-01 09:00:00', '2026-02-01 10:00:00'),
      (2, 1, 2, 'conv_2', null, null, '2026-02-02 09:00:00', null),
      (3, 1, 1, 'conv_3', 'garbled', 'x', '2026-02-02 09:00:00', null),
      (4, 1, null, 'conv_4', '[]', 'nobody''s', '2026-02-02 09:00:00', null),
      (5, 1, 4, 'conv_5', '[]', 'of one left out', '2026-02-02 09:00:00', null);
    insert into messages values (1, 2, 'user', 'a' || char(10) || 'b', '2026-02-02 09:00:01'),
      (2, 2, 'assistant', 'c', 'never'), (3, 2, 'assistant', cast(x'ff' as text), null), (4, 99, 'user', 'orphan', null);
    insert into checkin_records (user_id, checkin_date, lingzhi_earned) values
      (1, '2026-01-01', 1), (1, '2026-01-02', 2), (1, '2026-01-04', 1), (1, '2999-01-01', 1), (1, '2026-02-30', 1),
      (2, '2026-01-01', 1), (77, '2026-01-01', 1);`)
}

t.test('an old system comes over once, whatever is garbled in it, and the points add up', async (t) => {
  const { query, ops, everything } = await testPlatform(t)
  await query(
    'auth',
    `insert into users (id, username, password_hash, role, status, profile, created_at, updated_at)
     values ('018f0000-0000-7000-8000-000000000001', 'taken', '', 'user', 'active', '{}', now(), now());
     insert into user_identifiers values ('taken', '018f0000-0000-7000-8000-000000000001', 'username')`,
  )
  const file = lingzhiDatabase(t, fillLingzhi)
  const bytes = readFileSync(file)
  const before = await everything()
  const tried = await ops(file, '--dry-run')
  t.equal(await everything(), before, 'a dry run changes nothing')
  const done = await ops(file)
  t.match(done, {
    code: 0,
    ok: true,
    system: 'lingzhi',
    users: { in_dump: 5, new: 3, existing: 0, skipped: 2, renamed: 0, without_password: 2 },
    agents: { in_dump: 4, new: 2, existing: 1, skipped: 1 },
    conversations: { in_dump: 5, new: 2, skipped: 3 },
    messages: { new: 4 },
    checkins: { in_dump: 7, new: 4, existing: 0 },
    points: { dump_sum: 199, opening_sum: 155, left_out_sum: 44, changed_since_sum: 0, equal: true },
  })
  const told = ({
    users,
    agents,
    conversations,
    messages,
    checkins,
    points,
    left_out,
  }: Record<string, unknown>) => ({ users, agents, conversations, messages, checkins, points, left_out })
  t.same(told(tried), told(done), 'it tells what then happens')
  for (const code of [
    'USERNAME_TAKEN',
    'NO_USERNAME',
    'BAD_POINTS',
    'GARBLED',
    'NO_OWNER',
    'OWNER_LEFT_OUT',
    'BAD_DATE',
  ])
    t.ok(done.left_out.counts[code], code)
  t.ok(
    done.left_out.told.every(({ line }: { line?: number }) => line),
    'each with its place',
  )
  t.notOk(JSON.stringify(done).includes('$2b$'), 'no hash is told')

  const users = await query(
    'auth',
    `select username, phone, email, role, status, profile, created_at, password_hash from users
     join imported_users on user_id = users.id order by origin`,
  )
  t.match(users, [
    {
      username: '灵儿',
      phone: '13800138000',
      role: 'user',
      profile: { real_name: '张灵' },
      password_hash: bcrypt,
    },
    { username: 'bo', status: 'disabled', password_hash: /^\$argon2id/ },
    { username: 'minus', phone: null, password_hash: /^\$argon2id/ },
  ])
  t.same(users[1]?.created_at, new Date('2026-01-02T08:00:00.123Z'))
  t.same(
    await query('auth', `select * from users where role = 'admin'`),
    [],
    'nobody came in as an administrator',
  )
  t.match(
    await query(
      'chat',
      `select title, a.name, message_count from conversations c join agents a on a.id = agent_id order by c.created_at`,
    ),
    [
      { title: '第一', name: '我的助手', message_count: 2 },
      { name: '灵值生态园', message_count: 2 },
    ],
  )
  t.match(
    await query(
      'chat',
      `select model_config, visibility from agents where name in ('paused', '我的助手') order by name`,
    ),
    [{ visibility: 'hidden', model_config: {} }, { model_config: { model: 'm', temperature: 0.7 } }],
  )
  t.match(await query('checkin', 'select kind, amount::int from points_ledger order by amount desc'), [
    { kind: 'opening', amount: 155 },
    { kind: 'opening', amount: 0 },
    { kind: 'opening', amount: 0 },
  ])
  t.match(
    await query(
      'checkin',
      `select streak, longest_streak, checkins from points_accounts where balance = 155`,
    ),
    [{ streak: 1, longest_streak: 2, checkins: 3 }],
  )

  const after = await everything()
  t.match(await ops(file), {
    code: 0,
    users: { new: 0, existing: 3 },
    conversations: { new: 0, existing: 2, changed: 0 },
    messages: { new: 0, existing: 4, changed: 0 },
    checkins: { new: 0, existing: 4 },
    points: { opening_sum: 155, equal: true },
  })
  t.equal(await everything(), after, 'the second run changes nothing')
  t.match(await ops(file, '--on-clash=rename'), { users: { new: 1, renamed: 1 } })
  t.match(await query('auth', `select username from users where username like 'taken%' order by 1`), [
    { username: 'taken' },
    { username: 'taken-2' },
  ])
  t.same(readFileSync(file), bytes, 'the file itself is only read')

  await query('auth', `delete from users where username = '灵儿'`)
  t.match(await ops(file), { users: { new: 0, deleted: 1 }, left_out: { counts: { DELETED_HERE: 1 } } })
})

t.test('the text of mysqldump comes over, to one account, byte for byte', async (t) => {
  const { query, ops, everything } = await testPlatform(t)
  t.match(await ops(flaskChat), { code: 1, error: /--owner/ })
  const owner = '018f0000-0000-7000-8000-000000000002'
  await query(
    'auth',
    `insert into users (id, username, password_hash, role, status, profile, created_at, updated_at)
     values ('${owner}', 'ling', '', 'user', 'active', '{}', now(), now());
     insert into user_identifiers values ('ling', '${owner}', 'username')`,
  )
  const packed = join(t.testdir(), 'chat.sql.gz')
  writeFileSync(packed, gzipSync(readFileSync(flaskChat)))
  t.match(await ops(packed, '--owner=ling'), {
    code: 0,
    system: 'flask-chat',
    conversations: { in_dump: 3, new: 3 },
    messages: { new: 5 },
    left_out: { counts: { EMPTY: 1, BAD_DATE: 1 } },
  })
  t.same(
    (await query('chat', 'select content from messages order by created_at, depth')).map(
      ({ content }) => content,
    ),
    [
      '你好，It\'s 100\\% "quoted"\r\nwith a tab\t, a backslash \\ and an emoji 👩‍👩‍👧',
      "),(99,'0b0a5c1e-5f3f-4a5e-9d44-000000000001','user','not a row',NULL);\nINSERT INTO `messages` VALUES (98);",
      "it's \x1a _binary",
      '灵值',
      '灵值',
    ],
  )
  const after = await everything()
  t.match(await ops(flaskChat, '--owner=ling'), {
    conversations: { new: 0, existing: 3 },
    messages: { new: 0 },
  })
  t.equal(await everything(), after)
})

t.test(
  'what mariadb-dump and sqlite3 write of one and the same database comes over alike, and once',
  async (t) => {
    for (const file of ['lingzhi-mariadb.sql', 'lingzhi-sqlite.sql']) {
      const { query, ops, everything } = await testPlatform(t)
      const dump = join(import.meta.dirname, 'fixtures', file)
      t.match(await ops(dump), {
        code: 0,
        users: { in_dump: 3, new: 3 },
        agents: { in_dump: 2, new: 1, existing: 1 },
        conversations: { new: 2 },
        checkins: { in_dump: 3, new: 3 },
        points: { opening_sum: 162, equal: true },
        left_out: { counts: { EMPTY: 1, AGENT_NAME_TAKEN: 1 } },
      })
      t.match(await query('auth', 'select username from users order by username'), [
        ...[{ username: 'bo' }, { username: 'zoë; drop' }, { username: '灵儿' }],
      ])
      const texts = (await query('chat', 'select content from messages')).map(({ content }) =>
        String(content),
      )
      t.equal(texts.length, 4)
      t.ok(texts.includes('大段\n'.repeat(5)))
      t.ok(texts.includes('你好\n二"q"'))
      t.match(
        texts.find((text) => text.startsWith('a')),
        /^a\nb\r\nc\t'\); INSERT INTO messages VALUES \(9,2,'user','no',null\);\n-- x/,
      )
      const after = await everything()
      t.match(await ops(dump), {
        code: 0,
        users: { new: 0, existing: 3 },
        conversations: { new: 0, existing: 2, changed: 0 },
        messages: { new: 0, existing: 4, changed: 0 },
      })
      t.equal(await everything(), after)
    }
  },
)

t.test('killed in the middle it goes on, and ends as one that was not', async (t) => {
  const { query, ops, begin } = await testPlatform(t)
  const [people, each] = [40, 25]
  const file = lingzhiDatabase(t, (db) => {
    const user = db.prepare(
      `insert into users (id, username, password_hash, total_lingzhi) values (?, ?, '${bcrypt}', ?)`,
    )
    const conversation = db.prepare('insert into conversations (user_id, messages) values (?, ?)')
    const checkin = db.prepare(
      'insert into checkin_records (user_id, checkin_date, lingzhi_earned) values (?, ?, 1)',
    )
    const said = JSON.stringify(
      Array.from({ length: 40 }, (_, n) => ({
        role: n % 2 ? 'assistant' : 'user',
        content: `灵值 ${n} `.repeat(20),
      })),
    )
    db.exec('begin')
    for (let n = 1; n <= people; n++) {
      user.run(n, `person ${n}`, n)
      for (let at = 0; at < each; at++) conversation.run(n, said)
      checkin.run(n, '2026-01-01')
    }
    db.exec('commit')
  })
  const child = begin(file)
  child.stdout.resume()
  child.stderr.resume()
  const stored = async () => Number((await query('chat', 'select count(*) as n from conversations'))[0]?.n)
  const exited = once(child, 'exit')
  await eventually(async () => (await stored()) > 50, 60_000)
  child.kill('SIGKILL')
  await exited
  const half = await stored()
  t.ok(half < people * each, `${half} of ${people * each} were stored when it was killed`)
  t.match(await ops(file), {
    code: 0,
    users: { new: 0, existing: people },
    points: { opening_sum: (people * (people + 1)) / 2, equal: true },
  })
  t.equal(await stored(), people * each)
  const counts = await query(
    'chat',
    `select count(*)::int as messages, count(distinct (conversation_id, depth))::int as places from messages`,
  )
  t.same(counts, [{ messages: people * each * 40, places: people * each * 40 }], 'nothing is there twice')
})

t.test('what is no dump of an old system is refused, and nothing is changed', async (t) => {
  const { ops, everything } = await testPlatform(t)
  const folder = t.testdir({
    'other.sql': 'CREATE TABLE `t` (`id` int);\nINSERT INTO `t` VALUES (1);\n',
    'text.txt': 'hello',
    'broken.db': Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(5_000, 1)]),
    'packed.sql.gz': gzipSync('CREATE TABLE `t` (').subarray(0, 20),
  })
  const before = await everything()
  t.match(await ops(join(folder, 'other.sql')), { code: 1, error: /neither/ })
  t.match(await ops(join(folder, 'text.txt')), { code: 1, error: /neither/ })
  t.match(await ops(join(folder, 'broken.db')), { code: 1, error: /no whole SQLite/ })
  t.match(await ops(join(folder, 'packed.sql.gz')), { code: 1, error: /unpacked/ })
  t.match(await ops(join(folder, 'none.db')), { code: 1, error: /cannot be read/ })
  const views = lingzhiDatabase(t, (db) =>
    db.exec('drop table users; create view users as select 1 as id, 2 as username, 3 as password_hash'),
  )
  t.match(await ops(views), { code: 1, error: /no ordinary table/ })
  t.equal(await everything(), before)
})

t.test(
  'a dump of the same tables brings to each account what is its own, and leaves nothing out unsaid',
  async (t) => {
    const { query, ops } = await testPlatform(t)
    const file = join(t.testdir(), 'lingzhi.sql')
    writeFileSync(
      file,
      `CREATE TABLE \`users\` (\`id\` int, \`username\` text, \`password_hash\` text, \`total_lingzhi\` int);
INSERT INTO \`users\` VALUES (1,'ling','${bcrypt}',155),(2,'bo','${bcrypt}',7);
CREATE TABLE \`conversations\` (\`id\` int, \`agent_id\` int, \`user_id\` int, \`messages\` text, \`title\` text, \`created_at\` datetime);
INSERT INTO \`conversations\` VALUES (1,1,1,'[]','一','2026-02-01 09:00:00'),(2,1,2,NULL,'二','2026-02-01 09:00:00'),(3,1,'2','[]','三','2026-02-01 09:00:00');
CREATE TABLE \`messages\` (\`id\` int, \`conversation_id\` int, \`role\` text, \`content\` text, \`created_at\` datetime);
INSERT INTO \`messages\` VALUES (1,1,'user','问','2026-02-01 09:00:01'),(2,1,'assistant','答','2026-02-01 09:00:02'),(3,2,'user','在','2026-02-01 09:00:01');
CREATE TABLE \`checkin_records\` (\`id\` int, \`user_id\` int, \`checkin_date\` date, \`lingzhi_earned\` int);
INSERT INTO \`checkin_records\` VALUES (1,1,'2026-01-01',1),(2,2,'2026-01-01',1),(3,2,'2026-01-02',2);
`,
    )
    const done = await ops(file)
    t.match(done, {
      code: 0,
      conversations: { in_dump: 3, new: 3, skipped: 0 },
      messages: { new: 3 },
      checkins: { new: 3, skipped: 0 },
      points: { equal: true, opening_sum: 162 },
    })
    const owned = await query(
      'chat',
      'select title, user_id, message_count from conversations order by title',
    )
    const users = await query('auth', `select id, username from users where username in ('ling', 'bo')`)
    const nameOf = new Map(users.map(({ id, username }) => [id, username]))
    t.strictSame(
      owned.map(({ title, user_id, message_count }) => [title, nameOf.get(user_id), message_count]),
      [
        ['一', 'ling', 2],
        ['三', 'bo', 0],
        ['二', 'bo', 1],
      ],
    )
    t.match(await ops(file), {
      code: 0,
      conversations: { new: 0, existing: 3 },
      checkins: { new: 0, existing: 3 },
    })
  },
)
