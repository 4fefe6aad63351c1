import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import type { ServedFile } from '../docs/serve-file.ts'
import { toServe } from '../docs/serve-file.ts'

/** What of a build is small and has a fixed address: read once, so that it stays while its folder is being replaced. */
export interface Build {
  page: ServedFile
  /** Names the build: a page left open compares. */
  version: ServedFile
  /** Icons and the like, by file name. */
  files: ReadonlyMap<string, ServedFile>
}

/** The current build and the two before it: a tab left open over an upgrade goes on loading its own parts. */
const buildsMax = 3

const types: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
}

/** Throws where there is no build. */
export function readBuild(folder: string): Build {
  const page = toServe('text/html; charset=utf-8', readFileSync(join(folder, 'index.html')))
  const names = readdirSync(folder).filter((name) => types[extname(name)])
  return {
    page,
    // The page names its parts by the digests of what they hold, so its own digest stands for all of them.
    version: toServe('application/json; charset=utf-8', Buffer.from(JSON.stringify({ build: page.tag }))),
    files: new Map(
      names.map((name) => [name, toServe(types[extname(name)]!, readFileSync(join(folder, name)))]),
    ),
  }
}

/** The assets of the build and of the newest beside it. Names hold digests of the content, so they never disagree. */
export function assetFolders(folder: string): string[] {
  const own = join(folder, 'assets')
  const beside = buildsBeside(folder).map((name) => join(dirname(folder), name, 'assets'))
  const before = beside
    .flatMap((path) => {
      const stats = statSync(path, { throwIfNoEntry: false })
      return stats?.isDirectory() ? [{ path, at: stats.mtimeMs }] : []
    })
    .sort((a, b) => b.at - a.at)
  return [own, ...before.map(({ path }) => path)].slice(0, buildsMax)
}

function buildsBeside(folder: string): string[] {
  try {
    return readdirSync(dirname(folder)).filter((name) => name !== basename(folder) && !name.startsWith('.'))
  } catch {
    return []
  }
}
