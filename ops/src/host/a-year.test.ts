import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { logFileOf, openLogFile } from '@lingzhi/stack/processes/log-file'
import t from 'tap'
import { keepNewest, noteVerified, sweepDrafts } from '../backup/backups-folder.ts'
import { keptByDefault } from '../backup/make-backup.ts'
import { openRunLog } from '../run/run-log.ts'
import { stampOf } from '../run/stamp.ts'
import { layoutOf } from './layout.ts'
import { sweepReleases } from './sweep-releases.ts'

const dayMs = 86_400_000

/** The files below a folder and their bytes. */
function contents(folder: string): { files: number; bytes: number } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  return {
    files: files.length,
    bytes: files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0),
  }
}

t.test('after a year of days a deployment takes no more than after its second month', async (t) => {
  const root = t.testdir()
  const dataDir = join(root, 'data')
  const layout = layoutOf(root, dataDir)
  const backups = join(dataDir, 'backups')
  const log = openLogFile(logFileOf(dataDir, 'chat'), 4_000)
  const began = Date.now() - 365 * dayMs
  let early: ReturnType<typeof contents> | undefined
  let serving = ''
  for (let day = 0; day < 365; day++) {
    const at = new Date(began + day * dayMs)
    // A backup a day, one of which is killed now and then, and one of which is verified once a month.
    const folder = join(backups, stampOf(at))
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'auth.dump'), 'x'.repeat(1_000))
    if (day % 30 === 0) noteVerified({ id: stampOf(at), folder })
    if (day % 17 === 0) mkdirSync(join(backups, `.draft-${stampOf(at)}`))
    sweepDrafts(backups)
    keepNewest(backups, keptByDefault, [stampOf(at)])
    // A release a week, and one that was killed while it was placed.
    if (day % 7 === 0) {
      const before = serving
      serving = `release-${day}`
      mkdirSync(layout.release(serving), { recursive: true })
      mkdirSync(join(root, 'releases', `killed-${day}.placing`))
      writeFileSync(join(layout.release(serving), 'code'), 'x'.repeat(1_000))
      mkdirSync(join(dataDir, 'ops/units'), { recursive: true })
      writeFileSync(layout.units(serving), '{}')
      utimesSync(layout.units(serving), at, at)
      sweepReleases(layout, [serving, before || undefined])
      t.ok(existsSync(layout.release(serving)))
      if (before) t.ok(existsSync(layout.release(before)), 'the way back')
    }
    for (let line = 0; line < 70; line++) log(`{"time":"${at.toISOString()}","msg":"a line of that day"}`)
    if (day === 60) early = contents(root)
  }
  const late = contents(root)
  t.ok(late.files <= early!.files + 2, `${late.files} files, ${early!.files} before`)
  t.ok(late.bytes <= early!.bytes * 1.2, `${late.bytes} bytes, ${early!.bytes} before`)
})

t.test('the logs of runs are those of the newest few hundred', async (t) => {
  const dataDir = t.testdir()
  for (let n = 0; n < 520; n++) openRunLog(dataDir, `backup-${n}`).close()
  const runs = readdirSync(join(dataDir, 'ops/runs'))
  t.ok(runs.length <= 501, `${runs.length}`)
  t.ok(
    runs.some((name) => name.includes('backup-519')),
    'the last one is there',
  )
})
