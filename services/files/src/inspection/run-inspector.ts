import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Config } from '../config.ts'
import type { Kind } from '../uploads/sniff.ts'
import type { Finding } from './findings.ts'
import { findingBytesMax, parseFinding } from './findings.ts'
import { withoutNetwork } from './without-network.ts'

type Bounds = Pick<Config, 'FILES_INSPECT_MAX_MS' | 'FILES_INSPECT_MAX_MB'>

const program = fileURLToPath(new URL('./inspect.ts', import.meta.url))
const loadMaxMs = 60_000
/** Where processors are short a process waits for one: a file is not rejected for that, until it has waited for this much longer. */
const wallFactor = process.platform === 'linux' ? 6 : 1
const lookMs = 25
/** JavaScript's part of the bound: the rest is for the decoders. */
const heapPart = 0.4

/** Nothing of the service's own: no setting, no secret, no proxy. Only what keeps the decoders small. */
const environment = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  VIPS_BLOCK_UNTRUSTED: '1',
  VIPS_CONCURRENCY: '1',
  MALLOC_ARENA_MAX: '2',
  UV_THREADPOOL_SIZE: '2',
}

/** Tools that watch a process put options for Node into the environment of whatever it starts: those end here too. */
const cleared =
  process.platform === 'win32'
    ? []
    : ['/usr/bin/env', '-i', ...Object.entries(environment).map(([name, value]) => `${name}=${value}`)]

/** The process could not start, or never came as far as reading the file: the file is not to blame. */
class InspectorAway extends Error {}

/**
 * Has a file looked at in a process of its own, bounded in time, memory and what it may print, and ended when it is over any of
 * them: then the file is FILE_UNREADABLE. Throws when no such process could be started, or when the signal fires.
 */
export async function runInspector(
  bounds: Bounds,
  kind: Kind,
  bytes: Buffer,
  signal: AbortSignal,
): Promise<Finding> {
  signal.throwIfAborted()
  const [command, ...args] = [
    ...(await withoutNetwork()),
    ...cleared,
    process.execPath,
    ...optionsOf(bounds),
    program,
    kind,
  ]
  const child = spawn(command!, args, { env: environment, stdio: ['pipe', 'pipe', 'pipe'], cwd: '/' })
  const stop = () => child.kill('SIGKILL')
  signal.addEventListener('abort', stop, { once: true })
  const cpuMaxMs = bounds.FILES_INSPECT_MAX_MS
  let isReady = false
  const unwatch = watchUse(
    child,
    { bytesMax: bounds.FILES_INSPECT_MAX_MB * 1024 ** 2, cpuMaxMs, counts: () => isReady },
    stop,
  )
  let timer = setTimeout(stop, loadMaxMs)
  const ready = () => {
    isReady = true
    clearTimeout(timer)
    timer = setTimeout(stop, cpuMaxMs * wallFactor)
  }
  try {
    const { output, said } = await outputOf(child, bytes, ready, stop)
    signal.throwIfAborted()
    if (!isReady) throw new InspectorAway(`looking at files does not work here: ${said}`)
    return parseFinding(output) ?? { refused: 'FILE_UNREADABLE' }
  } finally {
    clearTimeout(timer)
    unwatch()
    signal.removeEventListener('abort', stop)
    stop()
  }
}

const optionsOf = ({ FILES_INSPECT_MAX_MB: mb }: Bounds) => [
  // It writes no file and starts no process, whatever becomes of it.
  ...['--permission', '--allow-fs-read=*', '--allow-addons', '--no-warnings'],
  ...[`--max-old-space-size=${Math.floor(mb * heapPart)}`, '--max-semi-space-size=2'],
]

/** Everything the process prints until it has ended: the byte by which it says that it is ready, then its finding. */
function outputOf(child: ChildProcess, bytes: Buffer, ready: () => void, stop: () => void) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    output: Buffer
    said: string
  }>()
  const pieces: Buffer[] = []
  let size = 0
  let said = ''
  child.once('error', (cause) => reject(new InspectorAway('looking at files does not work here', { cause })))
  child.stdout!.on('data', (piece: Buffer) => {
    if (size === 0) ready()
    size += piece.length
    if (size > findingBytesMax) stop()
    else pieces.push(piece)
  })
  child.stderr!.on('data', (piece: Buffer) => {
    if (said.length < 2_000) said += piece.toString()
  })
  // It may have ended before it had read everything.
  child.stdin!.on('error', () => {})
  child.stdin!.end(bytes)
  child.once('close', () => resolve({ output: Buffer.concat(pieces).subarray(1), said }))
  return promise
}

/**
 * Calls back when the process has used more memory or processor time than it may, as Linux counts them. Elsewhere its heap and
 * the time on the wall are what is bounded.
 */
function watchUse({ pid }: ChildProcess, { bytesMax, cpuMaxMs, counts }: Use, over: () => void): () => void {
  if (process.platform !== 'linux' || pid === undefined) return () => {}
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')
  let before: number | undefined
  const look = async () => {
    const [status, stat] = await Promise.all([read('status'), read('stat')])
    const kilobytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0)
    // Behind the name, which may hold anything: the 14th and the 15th field, in hundredths of a second (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const cpuMs = (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10
    if (counts()) before ??= cpuMs
    if (kilobytes * 1024 > bytesMax || (before !== undefined && cpuMs - before > cpuMaxMs)) over()
  }
  const timer = setInterval(look, lookMs)
  return () => clearInterval(timer)
}

interface Use {
  bytesMax: number
  cpuMaxMs: number
  /** Whether it reads the file by now: loading a decoder is not the file's doing. */
  counts: () => boolean
}
