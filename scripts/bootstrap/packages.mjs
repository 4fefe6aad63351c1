import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault, node24, root, toolsDir } from './checkout.mjs'
import { fetchPnpm } from './pnpm.mjs'
import { run } from './run.mjs'

const stamp = join(toolsDir, 'installed')

/**
 * Installs what pnpm-lock.yaml names, after updating it from the manifests unless it is `frozen`. Costs a few milliseconds
 * when nothing has changed: a stamp holds the digest of everything the installation depends on.
 */
export async function installPackages({ frozen }) {
  if (existsSync(node24) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digestOfManifests()) return

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
