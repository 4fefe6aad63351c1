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

/** What people see of it is wrong; everything starts. */
const wrongReward = (folder: string) => {
  const file = join(folder, 'services/checkin/src/checkins/rewards.ts')
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(
      'rewards[Math.min(streak, rewards.length) - 1] ?? rewards[0]',
      '2 + streak * rewards[0]',
    ),
  )
}

t.test('a release comes and goes under traffic, and nobody is refused anything', async (t) => {
  const { root, gateway, release, ops } = await openTestDeployment(t)
  const first = await ops('deploy', release('first'))
  t.equal(first.error, undefined)

  const traffic = await startTraffic(gateway)
  release('second', addColumn)
  const second = await ops('deploy', 'second')
  t.equal(second.error, undefined)

  const third = await ops('deploy', release('third', wrongReward), '--no-backup')
  t.equal(third.ok, false)
  t.match(third.error, 'second serves as before')

  const back = await ops('rollback', 'first')
  t.equal(back.error, undefined)
  const { earned } = await traffic.stop()
  t.same(traffic.faults, [])
  t.equal(earned, traffic.counted.checkins)
  t.ok(traffic.counted.answers > 3 && traffic.counted.reads > 50)
  t.match(readFileSync(join(root, 'ops/deployments.jsonl'), 'utf8'), /"rollback","release":"first"/)
})
