import { existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { prepareDataDir } from './data-dir.ts'
import { readSettings } from './settings.ts'

t.test('a data directory that is a file, or below one, is told in a sentence', async (t) => {
  const dir = t.testdir({ file: 'x' })
  t.throws(() => prepareDataDir(join(dir, 'file')), { name: 'Fault', message: /file is a file, and has to/ })
  t.throws(() => prepareDataDir(join(dir, 'file/data')), { name: 'Fault', message: /is below .*file, which/ })
})

t.test('folders on the way are made, for others to pass through', async (t) => {
  const dir = join(t.testdir(), 'a/灵 值/data')
  prepareDataDir(dir)
  t.ok(existsSync(dir))
  t.equal(statSync(dir).mode & 0o077, 0o011)
})

t.test('~ is the home folder, as in a shell, and never a folder of that name', async (t) => {
  const folder = (DATA_DIR: string) => readSettings([], { DATA_DIR }).dataDir
  t.equal(folder('~/lzdata'), join(homedir(), 'lzdata'))
  t.equal(folder('~'), homedir())
  t.throws(() => folder('~mei/data'), { name: 'Fault', message: /write the folder out/ })
})
