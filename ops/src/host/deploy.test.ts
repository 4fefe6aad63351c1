import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openTestDeployment } from './test-deployment.ts'
import { startTraffic } from './test-traffic.ts'

/** The running version goes on beside it. */
const addColumn = (folder: string) =>
  writeFileSync(
    join(folder, 'services/chat/migrations/9999-a-column.ts'),
    `${'export'} const up = (db: any) => db.schema.alterTable('conversations').addColumn('of_a_later_version', 'integer', (column: any) => column.notNull().defaultTo(0)).execute()\n`,
  )

/** All is well until people reach it: exports fail at the public port alone. */
const failInPublic = (port: string) => (folder: string) => {
  const file = join(folder, 'services/gateway/src/main.ts')
  const hook = `if (config.PORT === ${port}) app.addHook('onRequest', async (request, reply) => { if (request.url.includes('export-all')) return reply.code(503).send({}) })`
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace('  await app.listen', `  ${hook}\n  await app.listen`))
}

// npm run chaos -- deploy breaks a release at every step, brings a good one into service and goes back from it.
t.test('a release comes and is taken back under traffic, and nobody is refused anything else', async (t) => {
  const { root, gateway, release, ops } = await openTestDeployment(t)
  const first = await ops('deploy', release('first'))
  t.equal(first.error, undefined)

  const traffic = await startTraffic(gateway)
  release('second', (folder) => {
    addColumn(folder)
    failInPublic(new URL(gateway).port)(folder)
  })
  const second = await ops('deploy', 'second')
  t.match(second.error, /export\.\nTaken back: first serves as before/)
  const { earned } = await traffic.stop()
  t.same(traffic.faults.slice(0, 5), [])
  t.ok(
    traffic.counted.resets <= 3,
    `${traffic.counted.resets} idle connections were dropped in the moment they were used`,
  )
  t.equal(earned, traffic.counted.checkins)
  t.ok(traffic.counted.answers > 3 && traffic.counted.reads > 50)
  t.match(readFileSync(join(root, 'ops/deployments.jsonl'), 'utf8'), /"release":"second".*"ok":false/)
})
