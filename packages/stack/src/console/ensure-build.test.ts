import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { buildId } from './build-id.ts'
import { buildFault, buildFolder, ensureBuild } from './ensure-build.ts'

const checkout = () => ({
  'pnpm-lock.yaml': 'one',
  web: { src: { 'app.tsx': 'one', 'app.test.ts': 'one' }, dist: {}, node_modules: {} },
  packages: { 'api-client': { src: { 'client.ts': 'one' } } },
})

/** Counts, and leaves what Vite leaves. */
function counted() {
  const seen = { builds: 0 }
  const build = async (_root: string, folder: string) => {
    seen.builds += 1
    mkdirSync(join(folder, 'assets'), { mode: 0o700 })
    writeFileSync(join(folder, 'index.html'), '<!doctype html>', { mode: 0o600 })
  }
  return { seen, build }
}

function write(root: string, path: string, text: string) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

t.test('the id of a build follows what it is made from, and nothing else', async (t) => {
  const root = t.testdir(checkout())
  const first = buildId(root)
  for (const path of [
    'web/dist/index.html',
    'web/node_modules/x/index.js',
    'web/src/app.test.ts',
    'web/README.md',
  ]) {
    write(root, path, 'two')
    t.equal(buildId(root), first, path)
  }
  const ids = new Set([first])
  for (const path of [
    'web/src/app.tsx',
    'packages/api-client/src/client.ts',
    'pnpm-lock.yaml',
    'web/public/icon.svg',
  ]) {
    write(root, path, 'two')
    ids.add(buildId(root))
  }
  t.equal(ids.size, 5)
})

t.test('unchanged sources are built once, also for another data directory', async (t) => {
  const root = t.testdir(checkout())
  const { seen, build } = counted()
  for (const data of ['data', 'data', 'other']) {
    const folder = buildFolder(root, join(root, data, 'console'))
    await ensureBuild({ root, folder }, build)
    t.ok(existsSync(join(folder, 'index.html')))
  }
  t.equal(seen.builds, 1)
  write(root, 'web/src/app.tsx', 'two')
  await ensureBuild({ root, folder: buildFolder(root, join(root, 'data', 'console')) }, build)
  t.equal(seen.builds, 2)
})

t.test('a user of its own can read a build, whatever the umask was', async (t) => {
  const root = t.testdir(checkout())
  const folder = buildFolder(root, join(root, 'data', 'console'))
  const umask = process.umask(0o077)
  try {
    await ensureBuild({ root, folder }, counted().build)
  } finally {
    process.umask(umask)
  }
  const modeOf = (path: string) => statSync(path).mode & 0o777
  t.equal(modeOf(dirname(folder)), 0o755)
  t.equal(modeOf(folder), 0o755)
  t.equal(modeOf(join(folder, 'assets')), 0o755)
  t.equal(modeOf(join(folder, 'index.html')), 0o644)
})

t.test('the newest three builds are kept, the current one among them', async (t) => {
  const root = t.testdir(checkout())
  const builds = join(root, 'data', 'console')
  const { build } = counted()
  const made: string[] = []
  for (let n = 0; n < 5; n++) {
    write(root, 'web/src/app.tsx', `version ${n}`)
    const folder = buildFolder(root, builds)
    await ensureBuild({ root, folder }, build)
    const at = Date.now() / 1000 - (100 - n)
    utimesSync(folder, at, at)
    made.push(folder)
  }
  t.same(
    readdirSync(builds).sort(),
    made
      .slice(2)
      .map((path) => path.split('/').at(-1))
      .sort(),
  )
  // Going back to an older version makes that the newest.
  write(root, 'web/src/app.tsx', 'version 2')
  await ensureBuild({ root, folder: made[2]! }, build)
  write(root, 'web/src/app.tsx', 'version 5')
  await ensureBuild({ root, folder: buildFolder(root, builds) }, build)
  t.ok(existsSync(made[2]!))
  t.notOk(existsSync(made[3]!))
})

t.test('a build that fails is one sentence, and leaves nothing behind', async (t) => {
  const root = t.testdir(checkout())
  const folder = buildFolder(root, join(root, 'data', 'console'))
  const fault = await buildFault({ root, folder }, async (_root, draft) => {
    writeFileSync(join(draft, 'half.js'), '')
    throw new Error('src/app.tsx: Unexpected token')
  })
  t.match(fault, /could not be built.*the API works.*Unexpected token/)
  t.same(readdirSync(dirname(folder)), [])
  t.equal(await buildFault({ root, folder }, counted().build), undefined)
})

t.test('of two that build at once both end with the whole build', async (t) => {
  const root = t.testdir(checkout())
  const folder = buildFolder(root, join(root, 'data', 'console'))
  const { build } = counted()
  await Promise.all([ensureBuild({ root, folder }, build), ensureBuild({ root, folder }, build)])
  t.equal(readFileSync(join(folder, 'index.html'), 'utf8'), '<!doctype html>')
  t.same(readdirSync(dirname(folder)).length, 1)
})
