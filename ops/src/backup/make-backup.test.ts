import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { backupsFolder, backupsIn, keepNewest, noteVerified } from './backups-folder.ts'
import { makeBackup } from './make-backup.ts'
import { checkout } from './product.ts'
import { testDeployment } from './test-deployment.ts'

t.test('a backup that is killed half-way does not count, and the next one sweeps it', async (t) => {
  const { deployment, dataDir, env, run, query } = await testDeployment(t)
  await query(
    'chat',
    `insert into notes select n, repeat(md5(n::text), 100) from generate_series(100, 20000) n`,
  )
  const args = [join(checkout, 'ops/src/main.ts'), 'backup', `--root=${dataDir}`]
  const child = spawn(process.execPath, args, { env, cwd: checkout, stdio: 'ignore' })
  const exited = once(child, 'exit')
  const folder = backupsFolder(dataDir)
  const drafts = () => readdirSync(folder).filter((name) => name.startsWith('.draft-'))
  await eventually(async () => drafts().some((name) => existsSync(join(folder, name, 'chat.dump'))), 60_000)
  child.kill('SIGKILL')
  await exited
  t.equal(drafts().length, 1)
  t.same(backupsIn(folder), [])
  const to = join(dataDir, 'elsewhere')
  const backup = (await makeBackup(deployment, { run, to }))!
  t.same(readdirSync(folder), [backup.id])
  t.same(readdirSync(join(to, backup.id)), readdirSync(backup.folder), 'the copy has the same files')
})

t.test('the newest stay, and the last that was verified', async (t) => {
  const folder = t.testdir()
  const ids = ['01', '02', '03', '04', '05', '06', '07'].map((day) => `202601${day}T000000Z`)
  for (const id of ids) mkdirSync(join(folder, id))
  writeFileSync(join(folder, 'notes.txt'), 'of somebody else')
  for (const id of ids.slice(0, 2)) noteVerified({ id, folder: join(folder, id) })
  t.same(keepNewest(folder, 5), [ids[0]])
  t.same(keepNewest(folder, 2, [ids[3]!]), [ids[4], ids[2]])
  t.same(readdirSync(folder), [ids[1], ids[3], ids[5], ids[6], 'notes.txt'])
})
