import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openDeployment } from './open-deployment.ts'

for (const place of ['compose', 'k8s'])
  t.test(`no servers are made on this machine for a deployment whose place is ${place}`, async (t) => {
    const root = t.testdir()
    const dataDir = join(root, 'data')
    mkdirSync(join(dataDir, 'ops'), { recursive: true })
    writeFileSync(join(dataDir, 'ops/target'), `${place}\n`)
    const deployment = openDeployment({ PATH: process.env.PATH, DATA_DIR: dataDir }, { root })
    t.teardown(() => deployment.close())
    await t.rejects(deployment.servers(), { name: 'Fault', message: /not on this machine/ })
    t.notOk(existsSync(join(dataDir, 'postgres')))
  })
