import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { serviceNames } from '@lingzhi/contracts/services'
import t from 'tap'

const root = join(import.meta.dirname, '../../../..')
const script = join(root, 'docker/own-files.mjs')

t.test('an image holds the service, what it imports by name, and no other service or package', async (t) => {
  for (const service of serviceNames) {
    const app = t.testdir({})
    for (const path of globSync('{packages,services}/*/package.json', { cwd: root })) {
      mkdirSync(join(app, dirname(path)), { recursive: true })
      copyFileSync(join(root, path), join(app, path))
    }
    t.equal(spawnSync(process.execPath, [script, service], { cwd: app }).status, 0)
    const left = globSync('{packages,services}/*', { cwd: app }).sort()
    t.same(
      left.filter((one) => one.startsWith('services/')),
      [`services/${service}`],
    )
    t.notOk(left.includes('packages/testing') || left.includes('packages/stack'), service)
    // What any of its files imports is there, without what only tests import.
    const files = left.flatMap((folder) => globSync(`${folder}/{src,migrations}/**/*.ts`, { cwd: root }))
    const needed = files
      .filter((path) => !/\.test\.ts$|\/test-[\w-]+\.ts$/.test(path))
      .flatMap((path) => [...readFileSync(join(root, path), 'utf8').matchAll(/from '@lingzhi\/([\w-]+)\//g)])
      .map(([, name]) => `packages/${name}`)
    t.same(
      [...new Set(needed)].filter((one) => !left.includes(one)),
      [],
      service,
    )
  }
  t.equal(spawnSync(process.execPath, [script, 'nobody'], { cwd: root }).status, 1)
  t.ok(existsSync(join(root, 'packages/testing')), 'a name that is unknown removes nothing')
})
