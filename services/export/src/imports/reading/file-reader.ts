import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ObjectStore } from '@lingzhi/objects/object-store'
import { letGoOf } from '@lingzhi/runtime/collect-garbage'
import type { Batch } from '../batches.ts'
import type { ImportFormat } from '../formats/import-formats.ts'
import type { Checked } from '../tally.ts'
import type { ImportPart } from '../uploads/parts.queries.ts'
import type { Reason } from './fault.ts'
import { ImportFault, tooLarge } from './fault.ts'

/** What the reader is started with. */
export interface FileToRead {
  parts: readonly ImportPart[]
  unpackedMaxBytes: number
  /** For conversations that tell no time. */
  uploadedAt: string
}

/** What the reader is asked for, one after the other. */
export type Ask =
  | { ask: 'open'; file: FileToRead }
  | { ask: 'check' | 'next' }
  /** From this batch on, without the conversations of these numbers. */
  | { ask: 'batches'; from: number; without: readonly number[] }
/** A part of the upload, in answer to `want`. */
export type Part = { object: string; pieces: Buffer[]; sha256: string }
export type Told =
  | { want: string }
  | { told: ImportFormat | Checked | Batch | null }
  /** The file as a whole cannot be imported. */
  | { fault: Reason }
  | { failed: string }

/** A file that is read in a process of its own. Each raises ImportFault, and what the store raises. */
export interface FileReader {
  format: ImportFormat
  /** Reads the whole file, so that nothing is stored of one that cannot be. */
  check: () => Promise<Checked>
  /** Reads it again, in the batches that are sent. */
  batches: (from: number, without: readonly number[]) => AsyncGenerator<Batch>
  close: () => Promise<void>
}

const program = fileURLToPath(new URL('./file-reader-process.ts', import.meta.url))
const options = [
  // It writes no file and starts no process, whatever it is given to read.
  ...['--permission', '--allow-fs-read=*', '--no-warnings'],
  // A conversation of 8 MB is parsed at once, and takes some times as much.
  ...['--max-old-space-size=192', '--max-semi-space-size=2'],
]
/** No setting and no secret of the service. One arena: what is freed is used again instead of another's memory. */
const environment = { MALLOC_ARENA_MAX: '1' }
/** Tools that watch a process put options for Node into the environment of whatever it starts: those end here. */
const cleared = process.platform === 'win32' ? [] : ['/usr/bin/env', '-u', 'NODE_OPTIONS']
/** How a process of Node ends that has no memory left: by V8's own signal. */
const outOfMemory = 'SIGABRT'
const saidMax = 2_000

/**
 * Opens an uploaded file in a process of its own: what its owner wrote is unpacked, parsed and checked there, however long one
 * value of it takes and however much memory, and all of that memory is the machine's again when it is closed. Raises
 * ImportFault. `get` fetches a part of the upload; `signal` ends it all.
 */
export async function openFileReader(
  file: FileToRead,
  get: ObjectStore['get'],
  signal: AbortSignal,
): Promise<FileReader> {
  signal.throwIfAborted()
  const [command, ...args] = [...cleared, process.execPath, ...options, program]
  const child = spawn(command!, args, {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  })
  let said = ''
  child.stderr!.on('data', (piece: Buffer) => {
    if (said.length < saidMax) said += piece.toString()
  })
  const exited = once(child, 'close').catch(() => {})
  let waiting: { resolve: (told: unknown) => void; reject: (err: unknown) => void } | undefined
  /** Why it is no longer to be asked. */
  let ended: { err: unknown } | undefined
  const settle = () => {
    const one = waiting
    waiting = undefined
    return one
  }
  const end = (err: unknown) => {
    ended ??= { err }
    settle()?.reject(ended.err)
    child.kill('SIGKILL')
  }
  // A message that cannot be sent is for one that has ended, of which its exit tells.
  const tell = (message: Ask | Part) => child.connected && child.send(message, () => {})
  const send = async (object: string) => {
    const { pieces, sha256 } = await get(object)
    tell({ object, pieces, sha256 })
    // What the socket brought, what the store made of it, and what was sent.
    letGoOf(3 * pieces.reduce((sum, { byteLength }) => sum + byteLength, 0))
  }
  child.on('message', (message: Told) => {
    if ('want' in message) send(message.want).catch(end)
    else if ('told' in message) settle()?.resolve(message.told)
    else if ('fault' in message)
      settle()?.reject(new ImportFault(message.fault.code, message.fault.texts, message.fault.place))
    else settle()?.reject(new Error(message.failed))
  })
  child.on('error', end)
  child.on('close', (_, by) =>
    end(by === outOfMemory ? tooLarge({}) : new Error(`the process that reads a file has ended: ${said}`)),
  )
  const abort = () => end(signal.reason)
  signal.addEventListener('abort', abort, { once: true })

  const ask = <T>(what: Ask) =>
    new Promise<T>((resolve, reject) => {
      if (ended) return reject(ended.err)
      waiting = { resolve: resolve as (told: unknown) => void, reject }
      tell(what)
    })
  const close = async () => {
    signal.removeEventListener('abort', abort)
    ended ??= { err: new Error('the file is closed') }
    child.kill('SIGKILL')
    await exited
  }
  try {
    return {
      format: await ask<ImportFormat>({ ask: 'open', file }),
      check: () => ask<Checked>({ ask: 'check' }),
      async *batches(from, without) {
        await ask({ ask: 'batches', from, without })
        for (;;) {
          const batch = await ask<Batch | null>({ ask: 'next' })
          if (!batch) return
          yield batch
        }
      },
      close,
    }
  } catch (err) {
    await close()
    throw err
  }
}
