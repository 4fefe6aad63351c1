import {
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../fault.ts'
import { buildId } from './build-id.ts'
import { runVite } from './run-vite.ts'

/** Tabs that were opened with the two builds before go on loading their parts. */
const keptMax = 3
/** What a killed run left is taken for abandoned after this. */
const abandonedMs = 600_000
const aside = '.building-'

type Build = (root: string, folder: string, signal?: AbortSignal) => Promise<void>

/** Where builds made by this checkout are kept, so that a new data directory need not wait for one. */
export const ownBuilds = (root: string) => join(root, '.tools', 'console')

/** The folder of the console as the checkout's sources make it, whether it is there or not. */
export const buildFolder = (root: string, builds: string) => join(builds, buildId(root))

/**
 * Makes `folder` a build of the console if it is none yet: built, or copied from where this checkout keeps its own. It
 * appears whole or not at all, also when several do this at once. Of the builds beside it the newest are kept.
 */
export async function ensureBuild(
  { root, folder, signal }: { root: string; folder: string; signal?: AbortSignal },
  build: Build = runVite,
): Promise<void> {
  const builds = join(folder, '..')
  if (isBuild(folder)) {
    touch(folder)
    return prune(builds)
  }
  mkdirSync(builds, { recursive: true })
  chmodSync(builds, 0o755)
  const draft = mkdtempSync(join(builds, aside))
  try {
    const own = buildFolder(root, ownBuilds(root))
    if (isBuild(own)) cpSync(own, draft, { recursive: true })
    else await build(root, draft, signal)
    if (!isBuild(draft)) throw new Error('the build has no page')
    makeReadable(draft)
    place(draft, folder)
    if (!isBuild(own)) keep(folder, own)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  prune(builds)
}

/** As `ensureBuild`, but a failure is a sentence, because the platform works without its pages. */
export async function buildFault(options: Parameters<typeof ensureBuild>[0], build?: Build) {
  try {
    await ensureBuild(options, build)
    return undefined
  } catch (error) {
    return `The console could not be built, so its pages are missing; the API works. ${messageOf(error)}`
  }
}

const isBuild = (folder: string) => existsSync(join(folder, 'index.html'))

/** The services run as a user of their own, also under a umask that would let nobody else read. */
function makeReadable(folder: string) {
  chmodSync(folder, 0o755)
  for (const entry of globSync('**/*', { cwd: folder, withFileTypes: true }))
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644)
  touch(folder)
}

/** The gateway and `prune` tell the age of a build by this. */
function touch(folder: string) {
  const now = new Date()
  for (const path of [folder, join(folder, 'assets')]) if (existsSync(path)) utimesSync(path, now, now)
}

function place(draft: string, folder: string) {
  try {
    renameSync(draft, folder)
  } catch (error) {
    // Another start was faster.
    if (!isBuild(folder)) throw error
  }
}

/** For the next data directory; a checkout that cannot be written goes without. */
function keep(folder: string, own: string) {
  try {
    mkdirSync(join(own, '..'), { recursive: true })
    const draft = mkdtempSync(join(own, '..', aside))
    try {
      cpSync(folder, draft, { recursive: true })
      makeReadable(draft)
      place(draft, own)
    } finally {
      rmSync(draft, { recursive: true, force: true })
    }
    prune(join(own, '..'))
  } catch {}
}

function prune(builds: string) {
  const ages = readdirSync(builds).flatMap((name) => {
    const stats = statSync(join(builds, name), { throwIfNoEntry: false })
    return stats?.isDirectory() ? [{ name, at: stats.mtimeMs }] : []
  })
  const abandoned = ages.filter(({ name, at }) => name.startsWith(aside) && Date.now() - at > abandonedMs)
  const old = ages
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => b.at - a.at)
    .slice(keptMax)
  for (const { name } of [...old, ...abandoned]) rmSync(join(builds, name), { recursive: true, force: true })
}
