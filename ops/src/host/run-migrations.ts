import { spawn } from 'node:child_process'
import { Fault } from '@lingzhi/stack/fault'
import type { Migration } from './unit.ts'

const migrationMaxMs = 300_000

/** All at once, as each service has a database of its own; the first that fails is told when all have ended. */
export async function runMigrations(migrations: Migration[], signal: AbortSignal): Promise<string> {
  const results = await Promise.allSettled(migrations.map((one) => runMigration(one, signal)))
  for (const result of results) if (result.status === 'rejected') throw result.reason
  const applied = results.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value : 0), 0)
  return applied === 0 ? 'nothing to do' : `${applied} applied`
}

async function runMigration({ program, command, args, cwd, env, user }: Migration, signal: AbortSignal) {
  const child = spawn(command, args, {
    cwd,
    env,
    ...user,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: migrationMaxMs,
    signal,
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk) => {
      text = (text + chunk).slice(-20_000)
    })
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail)
    child.once('close', done)
  })
  if (code !== 0) throw new Fault(`The migrations of ${program} failed:\n${reasonIn(text)}`)
  return text.split('"status":"Success"').length - 1
}

/** What the migrator wrote last about why, without its stack. */
export function reasonIn(text: string): string {
  const lines = text.trim().split('\n')
  const told = lines.flatMap((line) => {
    try {
      const { level, msg, err } = JSON.parse(line) as {
        level: string
        msg?: string
        err?: { message?: string }
      }
      return level === 'fatal' || level === 'error' ? [[msg, err?.message].filter(Boolean).join(': ')] : []
    } catch {
      return []
    }
  })
  return told.at(-1) ?? lines.slice(-8).join('\n')
}
