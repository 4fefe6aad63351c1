import { parseArgs } from 'node:util'
import { openDb } from '@lingzhi/db/open-db'
import { databaseSettings } from '@lingzhi/db/settings'
import { ConfigError, loadConfig } from '@lingzhi/runtime/load-config'
import { createLogger } from '@lingzhi/runtime/logger'
import { timeZoneSettings } from '@lingzhi/runtime/settings'
import { Type } from 'typebox'
import type { Database } from './database.ts'
import { momentsIn } from './moments.ts'
import { rebuildAll, rebuildLearner } from './rebuilding/rebuild-progress.ts'

// Counts learners' progress anew from their events, of one (`--user <id>`) or of all, and stores what differed.
// Exit code 0: nothing did. 1: the lines printed say what did. 2: it could not be counted.
const log = createLogger('learning', 'warn')
const print = (line: string) => process.stdout.write(`${line}\n`)
try {
  const { values } = parseArgs({ options: { user: { type: 'string' } } })
  const config = loadConfig(Type.Object({ ...databaseSettings, ...timeZoneSettings }), process.env)
  const db = openDb<Database>(config, log)
  try {
    const moments = momentsIn(config.TIMEZONE)
    const total = { learners: 0, events: 0, added: 0, differences: 0 }
    const rebuilt = values.user ? [await rebuildLearner(db, moments, values.user)] : rebuildAll(db, moments)
    for await (const { userId, events, added, differences } of rebuilt) {
      for (const difference of differences) print(`${userId}: ${difference}`)
      total.learners += 1
      total.events += events
      total.added += added
      total.differences += differences.length
    }
    const { learners, events, added, differences } = total
    print(`${learners} learners, ${events} events (${added} new), ${differences} differences`)
    if (differences > 0) process.exitCode = 1
  } finally {
    await db.destroy()
  }
} catch (err) {
  if (err instanceof ConfigError) log.fatal(err.message)
  else log.fatal({ err }, 'progress could not be counted anew')
  process.exitCode = 2
}
