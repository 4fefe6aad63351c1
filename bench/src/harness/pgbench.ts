import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Fills a database with pgbench's own tables; scale 10 is a million accounts. */
export async function preparePgbench(databaseUrl: string, scale: number): Promise<void> {
  await run('pgbench', ['--initialize', '--quiet', `--scale=${scale}`, databaseUrl])
}

/** Transactions per second of pgbench's simple-update script: the yardstick for small writes. */
export async function simpleUpdates(
  databaseUrl: string,
  { clients, seconds }: { clients: number; seconds: number },
): Promise<number> {
  const options = [`--client=${clients}`, '--jobs=2', `--time=${seconds}`]
  const { stdout } = await run('pgbench', ['--skip-some-updates', '--no-vacuum', ...options, databaseUrl])
  const rate = /^tps = ([\d.]+)/m.exec(stdout)?.[1]
  if (!rate) throw new Error(`pgbench printed no rate:\n${stdout}`)
  return Number(rate)
}
