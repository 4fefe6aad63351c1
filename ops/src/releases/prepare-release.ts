import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { installerEnvironment } from '@lingzhi/stack/environment/system'
import { Fault, quoted } from '@lingzhi/stack/fault'
import type { Layout } from '../host/layout.ts'
import { digestsOf, filesOf } from './files-of.ts'

const nodeOf = (folder: string) => join(folder, 'node_modules/node/bin/node')
const installMaxMs = 900_000

/** Where a release that a person names is now: a folder with a checkout, or one that is deployed already. */
export function findRelease(
  given: string,
  layout: Layout,
): { name: string; folder: string; placed: boolean } {
  if (/^\w[\w.+-]*$/.test(given) && existsSync(layout.release(given)))
    return { name: given, folder: layout.release(given), placed: true }
  const folder = resolve(given)
  if (!existsSync(join(folder, 'packages/contracts/src/services.json')))
    throw new Fault(
      `${given} is no release: it is the folder of a checkout, or the name of a folder in ${layout.releases}.`,
    )
  return dirname(folder) === layout.releases
    ? { name: basename(folder), folder, placed: true }
    : { name: nameOf(folder), folder, placed: false }
}

/** `<version>-<what it contains>`: two checkouts of the same content are one release. */
function nameOf(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  const content = [...digestsOf(folder)].map(([path, digest]) => `${path} ${digest}\n`).join('')
  return `${version}-${createHash('sha256').update(content).digest('hex').slice(0, 10)}`
}

/** Puts the files of a checkout where releases are; whole or not at all. */
export function placeRelease(from: string, to: string) {
  if (existsSync(to)) return
  const draft = `${to}.placing`
  rmSync(draft, { recursive: true, force: true })
  for (const path of filesOf(from)) {
    const target = join(draft, path)
    mkdirSync(dirname(target), { recursive: true, mode: 0o755 })
    copyFileSync(join(from, path), target)
  }
  renameSync(draft, to)
}

/** Installs the packages of a release, with the Node that it is pinned to. Nothing to do when they are there. */
export async function installRelease(
  folder: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string> {
  if (!isInstalled(folder)) await install(folder, env, signal)
  const { stdout } = spawnSync(nodeOf(folder), ['--version'], { encoding: 'utf8' })
  return `Node ${stdout.trim()}`
}

/** A release never changes, so one installation is for ever. */
const isInstalled = (folder: string) =>
  existsSync(nodeOf(folder)) && existsSync(join(folder, '.tools/installed'))

async function install(folder: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, ['scripts/bootstrap.mjs', 'ops', 'help'], {
    cwd: folder,
    env: installerEnvironment(env),
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: installMaxMs,
    signal,
  })
  let told = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    told = (told + text).slice(-4000)
  })
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail)
    child.once('close', done)
  })
  if (code !== 0) throw new Fault(`The packages of ${folder} could not be installed:\n${told.trim()}`)
}

/** Runs a command of the release's own operator's command line and returns its document; what it says is shown as it comes. */
export async function askRelease(
  folder: string,
  args: string[],
  { env, signal }: { env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<Record<string, unknown>> {
  if (!existsSync(join(folder, 'scripts/ops.ts')))
    throw new Fault(`${quoted(folder)} is a version without ops: it cannot be deployed this way.`)
  const child = spawn(nodeOf(folder), ['scripts/ops.ts', ...args, '--json'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  })
  let text = ''
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    text += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    said += chunk
  })
  await new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', done)
  })
  const document = parse(text)
  if (!document?.ok) throw new Fault(String(document?.error ?? (said.trim() || 'it ended without a word')))
  return document
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
