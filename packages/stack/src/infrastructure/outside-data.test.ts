import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import {
  outsideFolder,
  refuseCopy,
  rememberedFolder,
  rememberFolder,
  restoreSecrets,
} from './outside-data.ts'
import { openSecrets } from './secrets.ts'

/** A data directory with its database outside, as a first start leaves them. */
function startOnce(dataDir: string, root: string): string {
  mkdirSync(dataDir, { recursive: true })
  const folder = outsideFolder(dataDir, root)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'PG_VERSION'), '15')
  rememberFolder(dataDir, folder)
  const secrets = openSecrets(dataDir)
  secrets.keepCopy(`${folder}.secrets.json`)
  secrets.get('postgresPassword')
  return folder
}

t.test('a checkout that was removed and made again finds its database and what opens it', async (t) => {
  const base = t.testdir()
  const [dataDir, root] = [join(base, 'lingzhi/.data'), join(base, 'lib')]
  const folder = startOnce(dataDir, root)
  const password = openSecrets(dataDir).get('postgresPassword')
  rmSync(join(base, 'lingzhi'), { recursive: true })
  mkdirSync(dataDir, { recursive: true })
  t.equal(restoreSecrets(dataDir, root), folder)
  t.equal(openSecrets(dataDir).get('postgresPassword'), password)
  t.equal(outsideFolder(dataDir, root), folder)
  t.equal(restoreSecrets(dataDir, root), undefined, 'what is there is never replaced')
})

t.test('secrets that alone were lost come back from beside the database', async (t) => {
  const base = t.testdir()
  const [dataDir, root] = [join(base, 'lingzhi/.data'), join(base, 'lib')]
  const folder = startOnce(dataDir, root)
  const password = openSecrets(dataDir).get('postgresPassword')
  rmSync(join(dataDir, 'secrets.json'))
  t.equal(restoreSecrets(dataDir, root), folder)
  t.equal(openSecrets(dataDir).get('postgresPassword'), password)
})

t.test('a first start restores nothing', async (t) => {
  const base = t.testdir()
  t.equal(restoreSecrets(join(base, 'data'), join(base, 'lib')), undefined)
})

t.test('a copy of a data directory does not run on the database of the original', async (t) => {
  const base = t.testdir()
  const [original, copy] = [join(base, 'data'), join(base, 'copy')]
  const folder = startOnce(original, join(base, 'lib'))
  cpSync(original, copy, { recursive: true })
  t.equal(rememberedFolder(copy), folder)
  t.throws(() => refuseCopy(copy, folder), { name: 'Fault', message: new RegExp(`cp -a ${folder} `) })
  t.doesNotThrow(() => refuseCopy(original, folder))
  rmSync(original, { recursive: true })
  t.doesNotThrow(() => refuseCopy(copy, folder), 'it was moved, not copied')
})

t.test('a new checkout where another was moved away gets a database of its own', async (t) => {
  const base = t.testdir()
  const [place, moved, root] = [join(base, 'a/.data'), join(base, 'b/.data'), join(base, 'lib')]
  const folder = startOnce(place, root)
  mkdirSync(join(base, 'b'))
  cpSync(place, moved, { recursive: true })
  rmSync(place, { recursive: true })
  rememberFolder(moved, folder)
  t.not(outsideFolder(place, root), folder)
  t.equal(restoreSecrets(place, root), undefined)
  t.ok(existsSync(`${folder}.json`))
  t.match(readFileSync(`${folder}.json`, 'utf8'), moved)
})
