import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'

const { checkDigests } = (await import(new URL('check-digests.mjs', import.meta.url).href)) as {
  checkDigests: (version: string, folder: string) => void
}
const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
const { version, digests } = read('pnpm-digests.json') as { version: string; digests: Record<string, string> }

const fetched = (changed: Record<string, string> = {}) => {
  const packages = Object.entries({ ...digests, ...changed }).map(([name, integrity]) => [
    `node_modules/${name}`,
    { integrity },
  ])
  return JSON.stringify({ packages: Object.fromEntries(packages) })
}

t.test('pnpm runs only with the digest that the checkout pins', async (t) => {
  t.equal(version, read('../../package.json').devEngines.packageManager.version)
  const good = t.testdir({ 'package-lock.json': fetched(), node_modules: { pnpm: {} } })
  t.doesNotThrow(() => checkDigests(version, good))
  t.throws(() => checkDigests('0.0.1', good), /is about pnpm/)
})

t.test('another pnpm is removed and refused', async (t) => {
  const folder = t.testdir({
    'package-lock.json': fetched({ pnpm: 'sha512-other' }),
    node_modules: { pnpm: {} },
  })
  t.throws(() => checkDigests(version, folder), /not what this checkout was tried with/)
  t.throws(() => readFileSync(join(folder, 'node_modules/pnpm')), { code: 'ENOENT' })
})
