import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { finished, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { withoutPasswords } from '@lingzhi/runtime/address'
import { systemEnvironment } from '@lingzhi/stack/environment/system'
import { Fault } from '@lingzhi/stack/fault'
import { findPostgres, searchPath } from '@lingzhi/stack/infrastructure/binaries'
import type { Bytes } from './seal.ts'

export type Tool = { path: string; major: number }

/**
 * PostgreSQL's own program of the server's major version, or a newer one: an older one does not understand the server. The same
 * version is preferred, as a newer one writes settings that the server may not know.
 */
export function findTool(name: 'pg_dump' | 'pg_restore', serverMajor: number, env: NodeJS.ProcessEnv): Tool {
  const same = findPostgres(env, String(serverMajor))
  if (same && isExecutable(join(same, name))) return { path: join(same, name), major: serverMajor }
  const tools = [...new Set([findPostgres(env), ...searchPath(env)])]
    .filter((folder) => folder !== null)
    .map((folder) => join(folder, name))
    .filter(isExecutable)
    .map((path) => ({ path, major: majorOf(path, env) }))
  const tool =
    tools.find(({ major }) => major === serverMajor) ?? tools.find(({ major }) => major > serverMajor)
  if (tool) return tool
  const found = tools.map(({ major }) => major).join(', ')
  throw new Fault(
    `${name} of PostgreSQL ${serverMajor} or newer is needed for this server${found ? `, and version ${found} is here` : ''}: apt-get install postgresql-client-${serverMajor}`,
  )
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function majorOf(path: string, env: NodeJS.ProcessEnv): number {
  const { stdout } = spawnSync(path, ['--version'], {
    encoding: 'utf8',
    env: systemEnvironment(env),
    timeout: 10_000,
  })
  return Number(/(\d+)(?:\.\d+)?\s*(?:\(.*\))?\s*$/.exec(stdout ?? '')?.[1] ?? 0)
}

type Running = { url: string; args: string[]; env: NodeJS.ProcessEnv; signal: AbortSignal }

/** What the program writes; rejects at the end with its own words when it failed. */
export async function* outputOf(tool: Tool, running: Running): AsyncGenerator<Uint8Array> {
  const { child, ended } = start(tool, running)
  child.stdin.end()
  try {
    yield* child.stdout as AsyncIterable<Buffer>
    await ended
  } finally {
    child.kill('SIGKILL')
    await ended.catch(() => {})
  }
}

/** Gives the program these bytes to read; resolves when it has done its work. */
export async function feed(tool: Tool, running: Running, bytes: Bytes): Promise<void> {
  const { child, ended } = start(tool, running)
  child.stdout.resume()
  try {
    await pipeline(Readable.from(bytes, { objectMode: false }), child.stdin).catch(async (error) => {
      // A program that fails reads no more: its own words say why. One that has all it needs may leave the last bytes unread.
      await ended
      if (!/^(ERR_STREAM_PREMATURE_CLOSE|EPIPE)$/.test(error.code)) throw error
    })
    await ended
  } finally {
    child.kill('SIGKILL')
    await ended.catch(() => {})
  }
}

function start({ path }: Tool, { url, args, env, signal }: Running) {
  const { address, password } = forLibpq(url)
  const child = spawn(path, [...args, `--dbname=${address}`], {
    // The password is neither in the list of processes nor in a file.
    env: {
      ...systemEnvironment(env),
      PGPASSWORD: password,
      PGCONNECT_TIMEOUT: '10',
      PGAPPNAME: 'lingzhi-ops',
    },
    stdio: 'pipe',
    signal,
    killSignal: 'SIGKILL',
  })
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    words = (words + text).slice(-4000)
  })
  child.stdin.on('error', () => {})
  finished(child.stdout, () => {})
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, by) => {
      if (signal.aborted) reject(signal.reason)
      else if (code === 0) resolve()
      else
        reject(new Fault(`${path} failed (${by ?? `exit code ${code}`}): ${withoutPasswords(words.trim())}`))
    })
  })
  // Whoever waits for it hears of it; nobody else has to.
  ended.catch(() => {})
  return { child, ended }
}

/** The address as PostgreSQL's own programs take it, without its password. */
function forLibpq(address: string): { address: string; password: string } {
  const url = new URL(address)
  const password = decodeURIComponent(url.password)
  url.password = ''
  // Words of the driver alone: for TLS that checks no certificate, and for libpq's own meaning of the others.
  if (url.searchParams.get('sslmode') === 'no-verify') url.searchParams.set('sslmode', 'require')
  url.searchParams.delete('uselibpqcompat')
  return { address: url.href, password }
}
