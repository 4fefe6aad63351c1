import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../fault.ts'
import { outsideFolder, refuseCopy, rememberedFolder, rememberFolder } from './outside-data.ts'

type User = { uid: number; gid: number }
/** `outside`: not below the data directory. */
export type Place = { folder: string; user?: User; outside?: boolean }

export const outsideRoot = '/var/lib/lingzhi'

/**
 * Where PostgreSQL keeps its data, and as whom it runs. It refuses root; the user in its place may be
 * unable to enter the data directory (a checkout below /root), and then its data lives below `root`.
 * A file in the data directory records that for the next start.
 */
export function postgresPlace(dataDir: string, root = outsideRoot): Place {
  const inside = join(dataDir, 'postgres')
  if (process.getuid?.() !== 0) return { folder: prepare(inside) }

  const user = standIn()
  const remembered = rememberedFolder(dataDir)
  if (remembered) {
    if (!existsSync(remembered))
      throw new Fault(
        `${remembered} is gone, where ${join(dataDir, 'postgres-folder')} says the database is: restore it, or remove that file to start over.`,
      )
    refuseCopy(dataDir, remembered)
    rememberFolder(dataDir, remembered)
    return { folder: remembered, user, outside: true }
  }
  const existed = existsSync(inside)
  prepare(inside, user)
  if (canEnter(inside, user)) return { folder: inside, user }

  if (!existed) rmdirSync(inside)
  const outside = outsideFolder(dataDir, root)
  makePassable(root)
  prepare(outside, user)
  if (!canEnter(outside, user))
    throw new Fault(`No folder for PostgreSQL: user ${user.uid} can enter neither ${inside} nor ${outside}.`)
  rememberFolder(dataDir, outside)
  return { folder: outside, user, outside: true }
}

/** Also under a umask that would let nobody else pass. */
function makePassable(folder: string) {
  if (existsSync(folder)) return
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
}

function standIn(): User {
  const entries = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const entry = entries.find(([one]) => one === name)
    if (entry) return { uid: Number(entry[2]), gid: Number(entry[3]) }
  }
  throw new Fault(
    'PostgreSQL refuses to run as root, and there is neither a user postgres nor a user nobody.',
  )
}

function prepare(folder: string, user?: User): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (user) chownSync(folder, user.uid, user.gid)
  return folder
}

function canEnter(folder: string, user: User): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$1" && test -w .', 'sh', folder], {
      ...user,
      cwd: '/',
      env: {},
      stdio: 'ignore',
    }).status === 0
  )
}
