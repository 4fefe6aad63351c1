import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export type User = { uid: number; gid: number }

/** A file that every service reads, wherever the package manager keeps it. */
const aPackage = 'node_modules/.pnpm/node_modules/pg/package.json'

/**
 * As whom the services run when root starts the platform: as nobody, who owns no file. Not as PostgreSQL's user, whose data they
 * would then be able to read. Undefined when root did not start it; and when nobody may not read what they need, which is told.
 */
export function serviceUser(
  { checkout, env }: { checkout: string; env: NodeJS.ProcessEnv },
  note: (line: string) => void,
  uid = process.getuid?.(),
): User | undefined {
  if (uid !== 0) return undefined
  const user = userNamed('nobody')
  if (!user) return undefined
  const files = Object.entries(env).filter(
    ([name, value]) => value && /_FILE$|^NODE_EXTRA_CA_CERTS$/.test(name),
  )
  const needed = [
    join(checkout, 'package.json'),
    join(checkout, aPackage),
    dirname(process.execPath),
    process.execPath,
    ...files.map(([, value]) => value!),
  ].filter((path) => existsSync(path))
  const unreadable = needed.find((path) => !mayRead(path, user))
  if (!unreadable) return user
  note(
    `The services run as root: the user nobody may not read ${unreadable}. Better start it as a user of its own.`,
  )
  return undefined
}

/** A user of this machine, by name. */
export function userNamed(name: string): User | undefined {
  if (!existsSync('/etc/passwd')) return undefined
  const line = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(readFileSync('/etc/passwd', 'utf8'))
  return line ? { uid: Number(line[1]), gid: Number(line[2]) } : undefined
}

/**
 * What a program of this user gets so that it keeps its compiled modules, which halves its next start: in a folder of its own,
 * because it may not write in that of who started it, who must not run what it wrote. Nothing where no folder can be made.
 */
export function compileCacheOf(checkout: string, user: User | undefined): NodeJS.ProcessEnv {
  if (!user) return {}
  const folder = join(checkout, '.tools', `compile-cache-${user.uid}`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    chownSync(folder, user.uid, user.gid)
    return { NODE_COMPILE_CACHE: folder }
  } catch {
    return {}
  }
}

/** Whether this user may open what lies in a folder, being told its name, or run a file. */
export const mayPass = (path: string, user: User): boolean => holds('test -x "$1"', path, user)

const mayRead = (path: string, user: User): boolean => holds('test -r "$1"', path, user)

function holds(condition: string, path: string, user: User): boolean {
  const test = ['-c', condition, 'sh', path]
  return spawnSync('/bin/sh', test, { ...user, cwd: '/', env: {}, stdio: 'ignore' }).status === 0
}
