import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { backupsFolder, backupsIn, verifiedAt } from './backups-folder.ts'
import { makeBackup } from './make-backup.ts'
import { readManifest } from './manifest.ts'
import { looking, testDeployment } from './test-deployment.ts'
import { verifyBackup } from './verify-backup.ts'

t.test('a backup is what was there, also when it runs and changes meanwhile', async (t) => {
  const { deployment, run, bus, stream, query } = await testDeployment(t)
  const backup = (await makeBackup(deployment, { run }))!
  const manifest = readManifest(backup.folder)
  t.equal(manifest.databases.chat?.tables['public.notes']?.rows, 50)
  t.equal(manifest.streams.taken[stream]?.state.messages, 20)
  await query('chat', 'delete from notes')
  await bus.jsm.streams.purge(stream)
  const look = looking()
  t.ok(await verifyBackup(deployment, backup, { run: look, passphrase: undefined }), look.told.join('\n'))
  t.ok(verifiedAt(backup))
  const left = await query('auth', `select datname from pg_database where datname like current_user || '%'`)
  t.equal(left.length, 1, 'the databases of the verification are gone')

  const sound = looking()
  for (const file of ['chat.dump', `${stream}.stream`, 'manifest.json']) {
    const path = join(backup.folder, file)
    const bytes = readFileSync(path)
    const changed = Buffer.from(bytes)
    changed[Math.floor(bytes.length / 2)]! ^= 1
    writeFileSync(path, changed)
    const outcome = await verifyBackup(deployment, backup, { run: sound, passphrase: undefined }).catch(
      (error: Error) => error.message,
    )
    t.ok(outcome === false || /changed/.test(String(outcome)), `a changed bit in ${file} is found`)
    writeFileSync(path, bytes)
  }
})

t.test('an encrypted backup opens with its passphrase alone', async (t) => {
  const { deployment, dataDir, run } = await testDeployment(t)
  const passphrase = 'correct horse battery'
  await t.rejects(makeBackup(deployment, { run, encrypt: true }), /takes a passphrase/)
  await t.rejects(makeBackup(deployment, { run, encrypt: true, passphrase: 'short' }), /at least 12/)
  t.same(backupsIn(backupsFolder(dataDir)), [], 'what failed is no backup')
  const backup = (await makeBackup(deployment, { run, encrypt: true, withSecrets: true, passphrase }))!
  const { files, secrets } = readManifest(backup.folder)
  t.ok(Object.keys(files).every((name) => name.endsWith('.age')))
  t.equal(secrets.file, 'secrets.json.age')
  const own = readFileSync(join(dataDir, 'secrets.json'), 'utf8')
  for (const secret of Object.values(JSON.parse(own) as Record<string, string>))
    for (const name of [...Object.keys(files), 'manifest.json'])
      t.notOk(readFileSync(join(backup.folder, name)).includes(secret), `no secret in ${name}`)
  for (const [given, says] of [
    ['another passphrase', /not the one this backup was made with/],
    [undefined, /encrypted: --passphrase-file/],
  ] as const)
    await t.rejects(verifyBackup(deployment, backup, { run: looking(), passphrase: given }), says)
  const look = looking()
  t.ok(await verifyBackup(deployment, backup, { run: look, passphrase }), look.told.join('\n'))
  t.ok(existsSync(join(backup.folder, 'verified.json')))
})
