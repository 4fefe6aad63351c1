import { join } from 'node:path'
import { buildFault, buildFolder, ownBuilds } from '@lingzhi/stack/console/ensure-build'
import { isGiven } from '@lingzhi/stack/environment/setting-of'
import type { User } from '@lingzhi/stack/processes/service-user'
import { mayPass } from '@lingzhi/stack/processes/service-user'

interface Start {
  env: NodeJS.ProcessEnv
  dataDir: string
  user: User | undefined
  signal: AbortSignal
  note: (line: string) => void
}

/**
 * Begins to build the console if its sources changed, beside all else that a start does. In the data directory, so that
 * an upgrade from another checkout keeps the files of the version before; in the checkout where the services' user may not
 * enter that. A CONSOLE_DIR that a person set is served as it is.
 */
export function openConsole({ env, dataDir, user, signal, note }: Start) {
  if (isGiven(env, 'CONSOLE_DIR')) return { folder: undefined, built: Promise.resolve() }
  const root = process.cwd()
  // To read it others must pass through every folder above.
  const builds = user && !mayPass(dataDir, user) ? ownBuilds(root) : join(dataDir, 'console')
  const folder = buildFolder(root, builds)
  const built = buildFault({ root, folder, signal }).then((fault) => {
    if (fault && !signal.aborted) note(fault)
  })
  return { folder, built }
}
