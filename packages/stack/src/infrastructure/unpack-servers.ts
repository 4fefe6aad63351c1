import { spawn } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  globSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installerEnvironment } from '../environment/system.ts'
import { quoted } from '../fault.ts'

export type Server = 'postgres' | 'redis-server' | 'nats-server'

const checkout = fileURLToPath(new URL('../../../..', import.meta.url))

/** Debian's packages of each server; redis-server is a link to a program of redis-tools. */
const packages: Record<Server, string[]> = {
  postgres: ['postgresql'],
  'redis-server': ['redis-server', 'redis-tools'],
  'nats-server': ['nats-server'],
}
const timeoutMs = 600_000
/** Beside another one's loader it would end every program. */
const neverUnpacked = /^(libc6|libc-bin)$/

/**
 * Where servers are unpacked that a user without root may not install: in the checkout, or, for a release of a host
 * deployment, in the deployment, since its servers outlive the release that started them.
 */
export function serversFolder(root = checkout): string {
  const parent = dirname(root.replace(/\/$/, ''))
  return basename(parent) === 'releases' ? join(parent, '..', 'servers') : join(root, '.tools', 'servers')
}

/** The folders of `serversFolder()` that hold programs as they are to be started. */
export const unpackedBin = (folder = serversFolder()) => join(folder, 'bin')
export const unpackedPostgres = (folder = serversFolder()) =>
  globSync(join(folder, 'postgresql', '*', 'bin')).sort()

/**
 * Fetches Debian's packages of servers, with what they need and this machine lacks, and unpacks them into a folder, which takes no
 * root. Nothing of the system changes, and nothing is in the folder until everything is. Rejects when it cannot be done; `log`
 * has why then.
 */
export async function unpackServers(
  servers: Server[],
  { folder, env: given, log }: { folder: string; env: NodeJS.ProcessEnv; log: string },
): Promise<void> {
  // What apt says is read: in English, and by no user's configuration.
  const env = { ...installerEnvironment(given), LC_ALL: 'C' }
  mkdirSync(folder, { recursive: true })
  const draft = join(folder, `.draft-${process.pid}`)
  const cache = join(draft, 'cache')
  for (const part of ['archives/partial', 'lists/partial', 'tree'])
    mkdirSync(join(part === 'tree' ? draft : cache, part), { recursive: true })
  const run = (command: string, args: string[], cwd = draft) => output(command, args, { env, cwd, log })
  const names = servers.flatMap((server) => packages[server])
  try {
    const own = ['-o', `Dir::Cache=${cache}`, '-o', 'APT::Sandbox::User=']
    const fetch = async (more: string[]) => {
      const options = [...own, ...more]
      const plan = await run('apt-get', [...options, ...planArgs, ...names])
      const wanted = packagesIn(plan).filter((name) => !neverUnpacked.test(name))
      await run('apt-get', [...options, '-q', 'download', ...wanted], cache)
    }
    // The system's lists may be missing, as in an image, or name packages that have been replaced since.
    await fetch([]).catch(async () => {
      const lists = ['-o', `Dir::State::lists=${join(cache, 'lists')}`]
      await run('apt-get', [...own, ...lists, '-q', 'update'])
      await fetch(lists)
    })
    const tree = join(draft, 'tree')
    for (const file of readdirSync(cache).filter((name) => name.endsWith('.deb')))
      await run('dpkg-deb', ['-x', join(cache, file), tree])
    rmSync(cache, { recursive: true })
    await put(tree, folder, run)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/** `--reinstall`: what is installed and yet not found is fetched again. Nothing is installed by it. */
const planArgs = ['--print-uris', '-qq', '-y', '--reinstall', '--no-install-recommends', 'install']

/** The packages that a plan of apt would fetch: lines of `'address' name_version_architecture.deb bytes digest`. */
export function packagesIn(plan: string): string[] {
  return [...plan.matchAll(/^'[^']+' ([a-z0-9][a-z0-9.+-]*)_\S+\.deb \d+/gm)].map(([, name]) => name!)
}

type Runner = (command: string, args: string[]) => Promise<string>

/** Moves a tree to its place, makes the programs to start it by, and sees that each of them runs. */
async function put(tree: string, folder: string, run: Runner) {
  const place = join(folder, `tree-${Date.now().toString(36)}-${process.pid}`)
  renameSync(tree, place)
  const libraries = [
    ...new Set(globSync(join(place, '{usr/,}lib/{,*/}*.so*')).map((file) => dirname(file))),
  ].join(':')
  const programs = [
    ...['redis-server', 'nats-server'].flatMap((name) =>
      globSync(join(place, `usr/{bin,sbin}/${name}`)).map((file) => ({
        file,
        start: join(folder, 'bin', name),
      })),
    ),
    ...globSync(join(place, 'usr/lib/postgresql/*/bin/*')).map((file) => ({
      file,
      start: join(folder, 'postgresql', basename(dirname(dirname(file))), 'bin', basename(file)),
    })),
  ]
  for (const { file, start } of programs) {
    const lacks = libraries && /not found/.test(await run('ldd', [file]).catch(() => ''))
    mkdirSync(dirname(start), { recursive: true })
    const draft = `${start}.${process.pid}`
    // exec: whoever starts it has to know the server's own process.
    writeFileSync(
      draft,
      `#!/bin/sh\n${lacks ? `export LD_LIBRARY_PATH=${quoted(libraries)}"\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"\n` : ''}exec ${quoted(file)} "$@"\n`,
    )
    chmodSync(draft, 0o755)
    if (/(redis-server|nats-server|postgres|initdb)$/.test(file)) await run(draft, ['--version'])
    renameSync(draft, start)
  }
  if (programs.length === 0) throw new Error('the packages hold no server')
}

/** What a command prints; rejects when it fails, and writes what it says into the log. */
function output(
  command: string,
  args: string[],
  { env, cwd, log }: { env: NodeJS.ProcessEnv; cwd: string; log: string },
): Promise<string> {
  const errors = openSync(log, 'a', 0o600)
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', errors], timeout: timeoutMs })
    closeSync(errors)
    let text = ''
    child.stdout!.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
    })
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve(text) : reject(new Error(`${command} ended with ${code}`)),
    )
  })
}

/** Whether this machine has what unpacking takes. */
export const canUnpack = (runs: (command: string, args: string[]) => boolean): boolean =>
  process.platform === 'linux' && runs('apt-get', ['--version']) && runs('dpkg-deb', ['--version'])
