import { chmodSync, existsSync, readdirSync, statSync, symlinkSync } from 'node:fs'
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

t.test('a variable that no shell expanded is refused, and never a folder of that name', async (t) => {
  const folder = (DATA_DIR: string) => readSettings([], { DATA_DIR }).dataDir
  const refused = { name: 'Fault', message: /no shell expands .*write the folder out/ }
  for (const path of ['$HOME/lzdata', '$\x7bHOME}/lzdata', '/srv/$USER/lz', '%APPDATA%\\lz', '$(pwd)/lz'])
    t.throws(() => folder(path), refused, path)
  t.equal(folder('/srv/a$b/100%'), '/srv/a$b/100%', 'inside a name they are letters like others')
})

t.test(
  'a folder that holds what is not ours is left as it is, unless the platform ran there before',
  async (t) => {
    const files = () => ({ src: {}, 'package.json': '', redis: {} })
    const dir = t.testdir({
      used: files(),
      ours: { ...files(), 'secrets.json': '{}' },
      interrupted: { postgres: {}, 'postgres-initialising': '', 'install.log': '', 'running.json.17': '' },
      disk: { 'lost+found': {}, '.snapshot': {} },
    })
    t.throws(() => prepareDataDir(join(dir, 'used')), {
      name: 'Fault',
      message: /used holds something else \(package\.json, src\): choose a folder of its own/,
    })
    t.same(readdirSync(join(dir, 'used')).sort(), Object.keys(files()).sort())
    for (const name of ['ours', 'interrupted', 'disk'])
      t.doesNotThrow(() => prepareDataDir(join(dir, name)), name)
  },
)

t.test('a link that leads nowhere is told as one', async (t) => {
  const link = join(t.testdir(), 'link')
  symlinkSync('/nowhere/lz', link)
  for (const path of [link, join(link, 'data')])
    t.throws(() => prepareDataDir(path), {
      name: 'Fault',
      message: /link is a link to \/nowhere\/lz, which is not there/,
    })
})

t.test('a folder below one that this user may not enter is told as DATA_DIR', async (t) => {
  const closed = t.testdir()
  chmodSync(closed, 0)
  const isRoot = process.geteuid?.() === 0
  if (isRoot) process.seteuid!(65_534)
  try {
    t.throws(() => prepareDataDir(join(closed, 'data')), {
      name: 'Fault',
      message: /^DATA_DIR .* cannot be written \(EACCES\): choose a folder/,
    })
  } finally {
    if (isRoot) process.seteuid!(0)
    chmodSync(closed, 0o700)
  }
})
