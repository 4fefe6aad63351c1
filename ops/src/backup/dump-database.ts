import type { Snapshot } from './database-snapshot.ts'
import { urlOf } from './database-snapshot.ts'
import type { DatabaseRecord } from './manifest.ts'
import { findTool, outputOf } from './postgres-tools.ts'
import { type Store, store } from './stored-files.ts'

type Dumped = { adminUrl: string; database: string; role: string; service: string; env: NodeJS.ProcessEnv }

/** Dumps and counts one database as its snapshot shows it. */
export async function dumpDatabase(to: Store, snapshot: Snapshot, of: Dumped): Promise<DatabaseRecord> {
  const tool = findTool('pg_dump', snapshot.server, of.env)
  const dump = outputOf(tool, {
    url: urlOf(of.adminUrl, of.database),
    args: [
      '--format=custom',
      '--no-owner',
      '--no-privileges',
      '--no-password',
      '--lock-wait-timeout=30000',
      `--role=${of.role}`,
      `--snapshot=${snapshot.id}`,
    ],
    env: of.env,
    signal: to.signal,
  })
  const [file, tables] = await Promise.all([store(to, `${of.service}.dump`, dump), snapshot.sums()])
  return {
    file,
    bytes: snapshot.bytes,
    server: snapshot.server,
    dump: tool.major,
    migrations: await snapshot.migrations(),
    tables,
  }
}
