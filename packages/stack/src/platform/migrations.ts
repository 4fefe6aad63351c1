import { spawn } from 'node:child_process'
import type { ServiceName } from '@lingzhi/contracts/services'
import { withDatabase } from '@lingzhi/contracts/services'
import { Fault } from '../fault.ts'
import { openOutput } from '../processes/output.ts'
import type { RunRecord } from '../processes/run-record.ts'
import { compileCacheOf, type User } from '../processes/service-user.ts'
import type { Environments } from './environments.ts'
import type { Program } from './programs.ts'
import type { Screen } from './screen.ts'

type Runner = {
  screen: Pick<Screen, 'log' | 'read'>
  record: Pick<RunRecord, 'add' | 'remove'>
  signal: AbortSignal
  user?: User | undefined
}
/** All that a migration needs to know. */
type Addresses = Pick<Environments, 'migrationsOf'>

const timeoutMs = 300_000

/**
 * Brings every service's database up to date, all at the same time, before any service starts; returns how many migrations
 * were applied. What they say in between is shown when one fails, and under LOG_LEVEL=debug.
 */
export async function runMigrations(
  environments: Addresses,
  runner: Runner,
  of: readonly ServiceName[] = withDatabase,
): Promise<number> {
  // Each database is its service's own, so no order is needed; all are waited for, so that none is left running.
  const results = await Promise.allSettled(of.map((service) => migrate(service, environments, runner)))
  const failed = results.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
  return results.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value : 0), 0)
}

async function migrate(service: Program, environments: Addresses, runner: Runner): Promise<number> {
  const { screen, record, signal, user } = runner
  const env = environments.migrationsOf(service)
  const isVerbose = /^(?:debug|trace)$/.test(env.LOG_LEVEL ?? '')
  let applied = 0
  const output = openOutput((line) => {
    if (line.includes('"status":"Success"')) applied += 1
    const isNews = isVerbose || !/"level":"(?:info|debug|trace)"/.test(line)
    return isNews ? screen.log(service, line) : screen.read(line)
  })
  const child = spawn(process.execPath, [`services/${service}/src/migrate.ts`], {
    env: { ...env, ...compileCacheOf(process.cwd(), user) },
    ...user,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    signal,
  })
  output.follow(child)
  if (child.pid) record.add(`${service} migrations`, child.pid)
  const reason = await new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, by) => resolve(code === 0 ? null : (by ?? `exit code ${code}`)))
  })
  if (child.pid) record.remove(child.pid)
  signal.throwIfAborted()
  if (reason)
    throw new Fault(`The migrations of ${service} failed (${reason}). Their last lines:\n${output.tail()}`)
  return applied
}
