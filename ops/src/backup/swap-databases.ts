import { delay } from '@lingzhi/runtime/delay'
import { Fault } from '@lingzhi/stack/fault'
import pg from 'pg'
import { dropScratch, scratchName } from './databases.ts'

const triesMax = 20
const objectInUse = '55006'

/**
 * Puts each restored database in the place of the one that is there, all of them in one transaction: renaming is transactional
 * in PostgreSQL, so that an interruption leaves all of the old or all of the new. Connections are ended first.
 */
export async function swapDatabases(admin: pg.Client, live: readonly string[]) {
  for (const name of live) await dropScratch(admin, scratchName(name, 'before'))
  const all = live.flatMap((name) => [name, scratchName(name, 'restoring')])
  for (let tries = 1; ; tries++) {
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = any($1)', [all])
    try {
      await admin.query('begin')
      for (const name of live) {
        await rename(admin, name, scratchName(name, 'before'))
        await rename(admin, scratchName(name, 'restoring'), name)
      }
      await admin.query('commit')
      return
    } catch (error) {
      await admin.query('rollback')
      if ((error as { code?: string }).code !== objectInUse) throw error
      if (tries === triesMax)
        throw new Fault('Something connects to the databases again and again: stop it, and run this again.')
      // An ended connection takes a moment to leave.
      await delay(100)
    }
  }
}

const rename = (admin: pg.Client, from: string, to: string) =>
  admin.query(`alter database ${pg.escapeIdentifier(from)} rename to ${pg.escapeIdentifier(to)}`)
