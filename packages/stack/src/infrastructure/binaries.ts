import { accessSync, constants, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Server, unpackedBin, unpackedPostgres } from './unpack-servers.ts'

const homebrew = ['/opt/homebrew', '/usr/local', '/home/linuxbrew/.linuxbrew']

/** The folder that holds PostgreSQL's programs: of the given major version, or the newest one. */
export function findPostgres(env: NodeJS.ProcessEnv, major?: string): string | null {
  const versioned = [
    ...folders('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`),
    ...homebrew.flatMap((prefix) =>
      folders(`${prefix}/opt`)
        .filter((name) => name.startsWith('postgresql@'))
        .map((name) => `${prefix}/opt/${name}/bin`),
    ),
    ...unpackedPostgres(),
  ]
  const newestFirst = versioned.sort((a, b) => majorOf(b) - majorOf(a))
  // Debian keeps several versions side by side and only wrappers on PATH, so the versioned folders go first.
  const candidates = major ? newestFirst.filter((folder) => majorOf(folder) === Number(major)) : newestFirst
  return (
    [...candidates, ...searchPath(env)].find((folder) => has(folder, 'initdb') && has(folder, 'postgres')) ??
    null
  )
}

export function findServer(name: Exclude<Server, 'postgres'>, env: NodeJS.ProcessEnv): string | null {
  const folder = searchPath(env).find((one) => has(one, name))
  return folder ? join(folder, name) : null
}

/** Where programs are searched: PATH, where systems put servers that it often leaves out, and where we unpack them. */
export function searchPath(env: NodeJS.ProcessEnv): string[] {
  const path = (env.PATH ?? '').split(delimiter).filter(Boolean)
  return [...path, '/usr/sbin', '/usr/bin', ...homebrew.map((prefix) => `${prefix}/bin`), unpackedBin()]
}

function majorOf(folder: string): number {
  return Number(/(\d+)\/bin$/.exec(folder)?.[1] ?? 0)
}

function has(folder: string, name: string): boolean {
  try {
    accessSync(join(folder, name), constants.X_OK)
    return true
  } catch {
    return false
  }
}

function folders(parent: string): string[] {
  try {
    return readdirSync(parent)
  } catch {
    return []
  }
}
