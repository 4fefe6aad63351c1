import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { systemEnvironment } from '../environment/system.ts'
import { Fault, quoted } from '../fault.ts'
import { requireSpace } from '../platform/disk-space.ts'
import { supervise } from '../processes/supervise.ts'
import { findPostgres } from './binaries.ts'
import { closeServersOwn } from './databases.ts'
import { freePort } from './free-port.ts'
import type { InfrastructureOptions, Started } from './options.ts'
import { secretsCopyOf } from './outside-data.ts'
import { endOrphan } from './postgres-orphan.ts'
import { type Place, postgresPlace } from './postgres-place.ts'

const admin = 'lingzhi_admin'

/** A private PostgreSQL, reachable with a generated password on the loopback interface only. */
export async function startPostgres(options: InfrastructureOptions): Promise<Started> {
  const place = postgresPlace(options.dataDir)
  const password = options.secrets.get('postgresPassword')
  clearInterrupted(options.dataDir, place.folder)
  const version = versionOf(place.folder)
  const binaries = findPostgres(options.env, version)
  if (!binaries)
    throw new Fault(`The data in ${place.folder} needs PostgreSQL ${version}: install that version.`)

  if (place.outside)
    options.note(`PostgreSQL's data is in ${place.folder}: its user may not enter ${options.dataDir}`)
  const keepCopy = () => place.outside && options.secrets.keepCopy(secretsCopyOf(place.folder))
  if (!version) keepCopy()
  requireSpace(place.folder, { isNew: !version })
  if (version) await endOrphan(place.folder, options.note)
  else initialise(binaries, place, password, options)

  const port = await (options.portOf?.('postgres') ?? freePort())
  const url = `postgresql://${admin}:${password}@127.0.0.1:${port}/postgres`
  const server = await supervise(
    {
      name: 'postgres',
      port,
      command: join(binaries, 'postgres'),
      args: ['-D', place.folder, '-p', String(port), ...settings(options.durable)],
      cwd: place.folder,
      env: systemEnvironment(options.env),
      user: place.user,
      output: join(options.dataDir, 'postgres.log'),
      // Fast shutdown: open sessions are ended, not waited for.
      stopSignal: 'SIGINT',
      isReady: async () => isUp(place.folder) && (await accepts(url, place.folder, options.secrets.file)),
      // Sessions of a server that was killed hold its shared memory for a moment longer.
      startAttempts: 8,
      // What it has in memory is written first; killed, its next start has to recover.
      stopTimeoutMs: 30_000,
    },
    options,
  )
  // Only now: secrets that do not open this database must not replace the copy of those that do.
  keepCopy()
  return { url, server }
}

function versionOf(folder: string): string | undefined {
  const file = join(folder, 'PG_VERSION')
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
}

const interruptedMark = 'postgres-initialising'

/** A database whose making was interrupted, by a second Ctrl-C or a power cut, holds nothing yet: it is made again. */
function clearInterrupted(dataDir: string, folder: string) {
  const mark = join(dataDir, interruptedMark)
  if (!existsSync(mark)) return
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true })
  rmSync(mark)
}

function initialise(
  binaries: string,
  { folder, user }: Place,
  password: string,
  options: InfrastructureOptions,
) {
  const mark = join(options.dataDir, interruptedMark)
  writeFileSync(mark, '')
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'en_US.UTF-8'
  const args = ['-D', folder, '-U', admin, '-E', 'UTF8', `--locale=${locale}`, '--auth=scram-sha-256']
  // The password goes through stdin, so that it is neither in the process list nor in another file; through
  // `cat`, because initdb opens /dev/stdin, which works for a pipe and not for the socket Node provides.
  const piped = ['-c', 'cat | "$@"', 'sh', join(binaries, 'initdb'), ...args, '--pwfile=/dev/stdin']
  const { status, stderr } = spawnSync('/bin/sh', [...piped, ...(options.durable ? [] : ['--no-sync'])], {
    ...user,
    cwd: folder,
    env: systemEnvironment(options.env),
    input: `${password}\n`,
    encoding: 'utf8',
    timeout: 120_000,
  })
  // When it fails by itself it removes what it made, and the folder may hold what was there before.
  if (status !== null) rmSync(mark)
  if (status !== 0) throw new Fault(`PostgreSQL could not create its data in ${folder}: ${stderr?.trim()}`)
}

function settings(durable: boolean): string[] {
  const common = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=300']
  const careless = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off']
  return [...common, ...(durable ? [] : careless)].flatMap((setting) => ['-c', setting])
}

/** By its pid file, as another server may be the one on its port. */
function isUp(folder: string): boolean {
  const file = join(folder, 'postmaster.pid')
  // The eighth line is the state, as pg_ctl reads it.
  return existsSync(file) && readFileSync(file, 'utf8').split('\n')[7]?.trim() === 'ready'
}

/** Whether it accepts connections, from now on to its own databases only those of its administrator. */
async function accepts(url: string, folder: string, secretsFile: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query(closeServersOwn)
    return true
  } catch (error) {
    // A wrong password will not become right by waiting.
    if ((error as { code?: string }).code === '28P01') {
      throw new Fault(
        `The database in ${folder} was made with another password than the one in ${secretsFile}: restore that file from a backup; or leave the data aside and start anew: mv ${quoted(folder)} ${quoted(`${folder}.old`)}`,
      )
    }
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
