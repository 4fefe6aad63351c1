import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withDatabase } from '@lingzhi/contracts/services'
import { refuseHalfRestored } from '@lingzhi/stack/platform/unfinished-restore'
import t from 'tap'
import { openDeployment } from '../deployment/open-deployment.ts'
import { backupsFolder, backupsIn } from './backups-folder.ts'
import { makeBackup } from './make-backup.ts'
import { restoreBackup } from './restore-backup.ts'
import { doing, testDeployment } from './test-deployment.ts'

t.test('an interrupted restore changes nothing, or can be run again', async (t) => {
  const { deployment, dataDir, run, bus, stream, query } = await testDeployment(t)
  const backup = (await makeBackup(deployment, { run }))!
  await query('chat', `update notes set text = 'later'`)
  await bus.js.publish(bus.subject('auth.user.registered'), 'later')
  const texts = async () => (await query('chat', 'select distinct text from notes where id = 1'))[0]?.text
  const facts = async () => (await bus.jsm.streams.info(stream)).state.messages

  // While it prepares, at the last database: everything is as it was.
  await t.rejects(restoreBackup(deployment, backup, { run: failingAt('migrations') }), /interrupted/)
  t.equal(await texts(), 'later')
  t.equal(await facts(), 21)
  refuseHalfRestored(dataDir)

  // Where things change: the platform does not start until it was run again.
  await t.rejects(
    restoreBackup(deployment, backup, { run: failingAt('databases change places') }),
    /interrupted/,
  )
  t.throws(() => refuseHalfRestored(dataDir), /run it again/)
  await t.rejects(makeBackup(deployment, { run }), /run it again/, 'a half is not backed up as a whole')
  const { present } = await restoreBackup(deployment, backup, { run })
  refuseHalfRestored(dataDir)
  t.equal(await texts(), '灵值 ')
  t.equal(await facts(), 20)
  const left = await query('auth', `select datname from pg_database where datname like current_user || '%'`)
  t.equal(left.length, 1, 'no database is left over')

  // What was there before is a backup, from before the first attempt that changed something.
  await restoreBackup(deployment, backupsIn(backupsFolder(dataDir)).find(({ id }) => id === present)!, {
    run,
  })
  t.equal(await texts(), 'later')
  t.equal(await facts(), 21)
})

t.test('an empty machine gets everything from an encrypted backup and its passphrase', async (t) => {
  const { deployment, run, env, dataDir, query, bus, stream } = await testDeployment(t)
  const passphrase = 'correct horse battery'
  const key = Buffer.alloc(32, 7).toString('base64')
  writeSecret(dataDir, 'authEncryptionKey', key)
  // As if an earlier version had made the backup, whose schema was empty.
  await query('checkin', 'drop table kysely_migration')
  const [before] = await query(
    'chat',
    'select md5(string_agg(t::text, $$,$$ order by id)) as sum from notes t',
  )
  const backup = (await makeBackup(deployment, { run, encrypt: true, withSecrets: true, passphrase }))!
  const plain = (await makeBackup(deployment, { run }))!
  for (const service of withDatabase) await query(service, 'drop table notes')
  await bus.jsm.streams.delete(stream)

  const empty = mkdtempSync(join(tmpdir(), 'lingzhi-test-backup-'))
  t.teardown(() => rmSync(empty, { recursive: true, force: true }))
  const other = openDeployment({ ...env, DATA_DIR: empty }, { root: empty })
  t.teardown(() => other.close())
  await t.rejects(
    restoreBackup(other, plain, { run }),
    /AUTH_ENCRYPTION_KEY is missing here: give .* --secrets/,
  )
  writeSecret(empty, 'authEncryptionKey', Buffer.alloc(32, 8).toString('base64'))
  await t.rejects(restoreBackup(other, plain, { run }), /AUTH_ENCRYPTION_KEY here is another/)
  rmSync(join(empty, 'secrets.json'))
  await t.rejects(
    restoreBackup(other, backup, { run, passphrase: 'another passphrase' }),
    /not the one this backup was made with/,
  )
  await restoreBackup(other, backup, { run, passphrase })
  const [after] = await query(
    'chat',
    'select md5(string_agg(t::text, $$,$$ order by id)) as sum from notes t',
  )
  t.same(after, before)
  t.same(await query('checkin', 'select * from checkin_records'), [], 'migrated to the version of the code')
  t.equal((await bus.jsm.streams.info(stream)).state.messages, 20)
  t.equal(JSON.parse(readFileSync(join(empty, 'secrets.json'), 'utf8')).authEncryptionKey, key)
})

t.test('a backup of a later version is refused before anything is touched', async (t) => {
  const { deployment, run, query } = await testDeployment(t)
  await query('chat', `insert into kysely_migration values ('9999-of-the-future', '')`)
  const backup = (await makeBackup(deployment, { run }))!
  await t.rejects(restoreBackup(deployment, backup, { run }), /later than this code .*: 9999-of-the-future/)
})

/** Breaks off at the step of this name. */
function failingAt(title: string): ReturnType<typeof doing> {
  const run = doing()
  return {
    ...run,
    step: (name, work) => (name === title ? Promise.reject(new Error('interrupted')) : run.step(name, work)),
  }
}

function writeSecret(folder: string, name: string, value: string) {
  const file = join(folder, 'secrets.json')
  const others = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  writeFileSync(file, JSON.stringify({ ...others, [name]: value }))
}
