import { openDb } from '@lingzhi/db/open-db'
import { databaseSettings } from '@lingzhi/db/settings'
import { ConfigError, loadConfig } from '@lingzhi/runtime/load-config'
import { createLogger } from '@lingzhi/runtime/logger'
import { Type } from 'typebox'
import type { Database } from './database.ts'
import { reconcile } from './reconcile/reconcile.ts'

// Exit code 0: everything adds up. 1: the lines printed say what does not. 2: it could not be checked.
const log = createLogger('checkin', 'warn')
const print = (line: string) => process.stdout.write(`${line}\n`)
try {
  const db = openDb<Database>(loadConfig(Type.Object(databaseSettings), process.env), log)
  try {
    const total = { users: 0, entries: 0, faults: 0 }
    for await (const { users, entries, faults } of reconcile(db)) {
      for (const { userId, fault } of faults) print(`${userId}: ${fault}`)
      total.users += users
      total.entries += entries
      total.faults += faults.length
    }
    print(`${total.users} users, ${total.entries} ledger entries, ${total.faults} faults`)
    if (total.faults > 0) process.exitCode = 1
  } finally {
    await db.destroy()
  }
} catch (err) {
  if (err instanceof ConfigError) log.fatal(err.message)
  else log.fatal({ err }, 'the points could not be checked')
  process.exitCode = 2
}
