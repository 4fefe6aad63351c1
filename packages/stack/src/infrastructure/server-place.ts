import { spawnSync } from 'node:child_process'
import { chownSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { mayPass, type User, userNamed } from '../processes/service-user.ts'

/** `user`: as whom a server runs that root starts; undefined: as whoever starts it. */
export type ServerPlace = { folder: string; user?: User | undefined }

/**
 * The folder of a private server in the data directory, and as whom it runs when root starts it: as the user of its own that its package made,
 * to whom what is there already then belongs. Never as nobody, as whom the services run: they would read it. Without such a user, or where it
 * may not enter the data directory or run the server's `command`, as root.
 */
export function serverPlace(dataDir: string, name: 'redis' | 'nats', command: string): ServerPlace {
  const folder = join(dataDir, name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const user = process.getuid?.() === 0 ? userNamed(name) : undefined
  if (!user || !mayPass(dataDir, user) || !mayPass(command, user)) return { folder }
  if (statSync(folder).uid !== user.uid) spawnSync('chown', ['-R', `${user.uid}:${user.gid}`, folder])
  return { folder, user }
}

/** Hands a file to the user of a server, who is to read it. */
export const handTo = (user: User | undefined, file: string): void => {
  if (user) chownSync(file, user.uid, user.gid)
}
