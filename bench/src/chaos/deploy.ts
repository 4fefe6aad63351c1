import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openTestDeployment } from '@lingzhi/ops/host/test-deployment'
import { startTraffic } from '@lingzhi/ops/host/test-traffic'
import { newRun } from '../harness/new-run.ts'
import { print } from '../harness/report.ts'

// A release that breaks at each step of its deployment in turn, under traffic: each is taken back, the version before has
// served all the while, and nothing is lost, doubled or refused. Exit code 1 when something is. With words behind `--`, only those steps.

const bench = newRun()
const { root, gateway, release, ops } = await openTestDeployment(bench, {
  // The drill takes longer than a token lives, and its people do not sign in anew.
  ACCESS_TOKEN_TTL_S: '3600',
})

type Fault = { step: string; change: (folder: string) => void; around?: (before: boolean) => void }

const change = (path: string, to: (text: string) => string) => (folder: string) => {
  const file = join(folder, path)
  const text = readFileSync(file, 'utf8')
  const changed = to(text)
  if (changed === text) throw new Error(`${path} is not as this drill knows it`)
  writeFileSync(file, changed)
}
const throws = (path: string) => (folder: string) =>
  appendFileSync(join(folder, path), "\nthrow new Error('broken by the drill')\n")
const migration = (body: string) => (folder: string) =>
  writeFileSync(
    join(folder, 'services/chat/migrations/9999-drill.ts'),
    `export const up = async (db) => { ${body} }\n`,
  )
const onPublicPort = (statement: string) =>
  change('services/gateway/src/main.ts', (text) =>
    text.replace(
      '  await app.listen',
      `  if (config.PORT === ${new URL(gateway).port}) ${statement}\n  await app.listen`,
    ),
  )
const addColumn = migration(
  "await db.schema.alterTable('messages').addColumn('of_a_later_version', 'text').execute()",
)
const backups = join(root, 'backups')

const faults: Fault[] = [
  { step: 'structure', change: (folder) => rmSync(join(folder, 'services/export/src/app.ts')) },
  {
    step: 'migrations',
    change: migration("await db.schema.alterTable('messages').dropColumn('content').execute()"),
  },
  {
    step: 'backup',
    change: () => {},
    around: (before) => {
      rmSync(backups, { recursive: true, force: true })
      // A file is where the folder has to be.
      if (before) writeFileSync(backups, '')
    },
  },
  { step: 'units', change: throws('services/chat/src/config.ts') },
  { step: 'migrate', change: migration("throw new Error('broken by the drill')") },
  { step: 'start', change: throws('services/export/src/app.ts') },
  {
    step: 'ready',
    change: change('packages/db/src/check-db.ts', (text) =>
      text.replace('return rows[0]', "throw new Error('broken by the drill'); return rows[0]"),
    ),
  },
  {
    step: 'check-in',
    change: change('services/checkin/src/checkins/rewards.ts', (text) =>
      text.replace('rewards[Math.min(streak, rewards.length) - 1] ?? rewards[0]', '2 + streak * rewards[0]'),
    ),
  },
  { step: 'traffic', change: onPublicPort("throw new Error('broken by the drill')") },
  {
    step: 'answer',
    change: onPublicPort(
      "app.addHook('onRequest', async (request, reply) => { if (request.url === '/api/chat') return reply.code(503).send({}) })",
    ),
  },
]

let wrong = 0
try {
  const first = await ops('deploy', release('first'))
  if (!first.ok) throw new Error(first.error)
  const traffic = await startTraffic(gateway, 400)
  const only = process.argv.slice(2)
  for (const [index, { step, change: spoil, around }] of faults.entries()) {
    if (only.length > 0 && !only.includes(step)) continue
    const name = release(`spoiled-${index}`, spoil)
    around?.(true)
    const told = await ops('deploy', name, ...(step === 'backup' ? [] : ['--no-backup']), '--tries', '3')
    around?.(false)
    const steps = [...(told.steps ?? []), ...(told.checks ?? [])]
    const failed = steps.find(({ ok }) => !ok)?.name
    const good = !told.ok && failed === step
    if (!good) wrong += 1
    print(
      `${good ? '✓' : '✗'} broken at ${step}: failed at ${failed ?? 'nothing'}, ${(told.error ?? '').split('\n').at(-1)}`,
    )
    mkdirSync(backups, { recursive: true })
  }
  for (const [what, ...args] of [
    ['deploy', release('second', addColumn)],
    ['rollback', 'first'],
  ] as [string, string][]) {
    const told = await ops(what, ...args)
    if (!told.ok) wrong += 1
    print(`${told.ok ? '✓' : '✗'} ${what} ${args.join(' ')} ${told.error ?? ''}`)
  }
  const { earned } = await traffic.stop()
  const { counted } = traffic
  print(
    `${counted.sent} sent: ${counted.reads} reads, ${counted.answers} streamed answers, ${counted.checkins} check-ins with ${earned} points, ${traffic.faults.length} refused, lost or doubled; ${counted.resets} sent again over a new connection`,
  )
  for (const fault of traffic.faults.slice(0, 10)) print(fault)
  if (wrong > 0 || traffic.faults.length > 0 || earned !== counted.checkins) process.exitCode = 1
} finally {
  await bench.close()
}
