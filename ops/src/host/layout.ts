import { readlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { logFileOf } from '@lingzhi/stack/processes/log-file'

/** The folders and files of a host deployment. Everything that outlives a release is in `data` and `.env`. */
export function layoutOf(root: string, dataDir: string) {
  const own = join(dataDir, 'ops')
  return {
    releases: join(root, 'releases'),
    /** A link to the release that serves. */
    current: join(root, 'current'),
    release: (name: string) => join(root, 'releases', name),
    /** The units of each release, with their secrets. */
    units: (release: string) => join(own, 'units', `${release}.json`),
    /** What the keeper was asked to run, for the day it starts again. */
    kept: join(own, 'kept.json'),
    ports: join(own, 'ports.json'),
    metrics: join(own, 'prometheus-targets.json'),
    socket: join(own, 'keeper.sock'),
    keeperLog: join(dataDir, 'logs', 'keeper.log'),
    log: (program: string) => logFileOf(dataDir, program),
    history: join(own, 'deployments.jsonl'),
  }
}

export type Layout = ReturnType<typeof layoutOf>

/** The name of the release that `current` leads to; undefined before the first deployment. */
export function currentRelease({ current }: Layout): string | undefined {
  try {
    return basename(readlinkSync(current))
  } catch {
    return undefined
  }
}
