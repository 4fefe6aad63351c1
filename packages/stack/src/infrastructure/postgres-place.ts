import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../fault.ts'

type User = { uid: number; gid: number }
export type Place = { folder: string; user?: User }

const outsideRoot = '/var/lib/lingzhi'

/**
 * Where PostgreSQL keeps its data, and as whom it runs. It refuses root; the user in its place may be
 * unable to enter the data directory (a checkout below /root), and then its data lives in /var/lib/lingzhi.
 * A file in the data directory records that for the next start.
 */
export function postgresPlace(dataDir: string): Place {
  const inside = join(dataDir, 'postgres')
  if (process.getuid?.() !== 0) return { folder: prepare(inside) }

  const user = standIn()
  const remembered = join(dataDir, 'postgres-folder')
  if (existsSync(remembered)) {
    const folder = readFileSync(remembered, 'utf8').trim()
    if (existsSync(folder)) return { folder, user }
    throw new Fault(
      `${folder} is gone, where ${remembered} says the database is: restore it, or remove that file to start over.`,
    )
  }
  const existed = existsSync(inside)
  prepare(inside, user)
  if (canEnter(inside, user)) return { folder: inside, user }

  if (!existed) rmdirSync(inside)
  const outside = join(outsideRoot, createHash('sha256').update(dataDir).digest('hex').slice(0, 16))
  mkdirSync(outsideRoot, { recursive: true, mode: 0o755 })
  prepare(outside, user)
  if (!canEnter(outside, user))
    throw new Fault(`No folder for PostgreSQL: user ${user.uid} can enter neither ${inside} nor ${outside}.`)
  writeFileSync(remembered, `${outside}\n`)
  return { folder: outside, user }
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
