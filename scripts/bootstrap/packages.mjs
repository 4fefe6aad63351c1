import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Fault, node24, root, toolsDir } from './checkout.mjs'
import { fetchPnpm } from './pnpm.mjs'
import { run } from './run.mjs'

const { statfsSync } = fs
/** What a first installation takes, with pnpm's store on the same disk; a later one shares most files with it. */
const neededBytes = existsSync(node24) ? 100e6 : 700e6

const stamp = join(toolsDir, 'installed')

/**
 * Installs what pnpm-lock.yaml names, after updating it from the manifests unless it is `frozen`. Costs a few milliseconds
 * when nothing has changed: a stamp holds the digest of everything the installation depends on.
 */
export async function installPackages({ frozen }) {
  if (existsSync(node24) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digestOfManifests()) return

  requireWritable()
  const pnpm = await fetchPnpm()
  // No prompt on a terminal that may not be there, and no warning about the Node that only runs pnpm.
  const quiet = ['--config.confirmModulesPurge=false', `--config.nodeVersion=${pinnedNode()}`]
  process.stderr.write('Installing the packages of pnpm-lock.yaml …\n')
  const lockfile = frozen ? '--frozen-lockfile' : '--no-frozen-lockfile'
  await run(process.execPath, [pnpm, 'install', lockfile, ...quiet, '--reporter=append-only'], {
    failure: 'The packages could not be installed',
  })
  if (!existsSync(node24)) {
    throw new Fault(
      'Node 24 is missing after the installation: its package was not allowed to run its install script.',
    )
  }
  writeFileSync(stamp, digestOfManifests())
}

/** Before anything is fetched: a checkout that another user made, or a disk without room, is told in a sentence. */
function requireWritable() {
  try {
    mkdirSync(toolsDir, { recursive: true })
    for (const folder of [root, toolsDir, join(root, 'node_modules')])
      if (existsSync(folder)) accessSync(folder, constants.W_OK)
  } catch (error) {
    const owner = statSync(root).uid === process.getuid?.() ? '' : `, which belongs to another user`
    throw new Fault(
      `The checkout ${root} cannot be written (${error.code})${owner}: give this user write access to it, as with sudo chown -R "$(id -u)" ${root}`,
    )
  }
  // Node before 18.15 cannot tell.
  if (!statfsSync) return
  const { bavail, bsize } = statfsSync(root)
  if (bavail * bsize < neededBytes)
    throw new Fault(
      `磁盘空间不足。The disk is too full to install: the packages need about ${neededBytes / 1e6} MB in ${root}, and ${Math.floor((bavail * bsize) / 1e6)} MB are free.`,
    )
}

function pinnedNode() {
  return /^ {2}node: ([\d.]+)$/m.exec(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8'))[1]
}

function digestOfManifests() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${root}`)
  for (const file of [
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    '.pnpmfile.mjs',
    'package.json',
    ...workspaceManifests(),
  ]) {
    hash.update(`\n${file}\n`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

/** The package.json of every service and package. */
export function workspaceManifests() {
  const folders = ['services', 'packages'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => join(parent, name)),
  )
  return [...folders, 'web', 'ops', 'bench']
    .map((folder) => join(folder, 'package.json'))
    .filter((file) => existsSync(join(root, file)))
    .sort()
}
