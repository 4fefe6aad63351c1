import { Worker } from 'node:worker_threads'
import type { ObjectStore } from '@lingzhi/objects/object-store'
import { letGoOf } from '@lingzhi/runtime/collect-garbage'
import type { Batch } from '../batches.ts'
import type { ImportFormat } from '../formats/import-formats.ts'
import type { Checked } from '../tally.ts'
import type { ImportPart } from '../uploads/parts.queries.ts'
import type { Reason } from './fault.ts'
import { ImportFault, tooLarge } from './fault.ts'

/** What the thread is started with. */
export interface FileToRead {
  parts: readonly ImportPart[]
  unpackedMaxBytes: number
  /** For conversations that tell no time. */
  uploadedAt: string
}

/** What the thread is asked for, one after the other. */
export type Ask =
  | { ask: 'open' | 'check' | 'next' }
  /** From this batch on, without the conversations of these numbers. */
  | { ask: 'batches'; from: number; without: readonly number[] }
/** A part of the upload, in answer to `want`. */
export type Part = { object: string; pieces: Uint8Array[]; sha256: string }
export type Told =
  | { want: string }
  | { told: ImportFormat | Checked | Batch | null }
  /** The file as a whole cannot be imported. */
  | { fault: Reason }
  | { failed: string }

/** A file that is read in a thread of its own. Each raises ImportFault, and what the store raises. */
export interface FileThread {
  format: ImportFormat
  /** Reads the whole file, so that nothing is stored of one that cannot be. */
  check: () => Promise<Checked>
  /** Reads it again, in the batches that are sent. */
  batches: (from: number, without: readonly number[]) => AsyncGenerator<Batch>
  close: () => Promise<void>
}

/** A conversation of 8 MB is parsed at once, and takes some times as much. */
const memoryMb = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 8 }

/**
 * Opens an uploaded file in a thread of its own: what its owner wrote is unpacked, parsed and checked there, however long one value of it takes,
 * and the process goes on with others. Raises ImportFault. `get` fetches a part of the upload; `signal` ends it all.
 */
export async function openFileThread(
  file: FileToRead,
  get: ObjectStore['get'],
  signal: AbortSignal,
): Promise<FileThread> {
  signal.throwIfAborted()
  const worker = new Worker(new URL('./file-thread-worker.ts', import.meta.url), {
    workerData: file,
    resourceLimits: memoryMb,
  })
  let waiting: { resolve: (told: unknown) => void; reject: (err: unknown) => void } | undefined
  /** Why the thread is no longer to be asked. */
  let ended: { err: unknown } | undefined
  const settle = () => {
    const one = waiting
    waiting = undefined
    return one
  }
  const end = (err: unknown) => {
    ended ??= { err }
    settle()?.reject(ended.err)
    void worker.terminate()
  }
  const send = async (object: string) => {
    const { pieces, sha256 } = await get(object)
    // Copied, because a piece may be a part of more; handed over, because nobody needs the copy here.
    const copies = pieces.map((piece) => new Uint8Array(piece))
    const part: Part = { object, pieces: copies, sha256 }
    worker.postMessage(
      part,
      copies.map(({ buffer }) => buffer),
    )
    // What the socket brought, what the store made of it, and the copies.
    letGoOf(3 * copies.reduce((sum, { byteLength }) => sum + byteLength, 0))
  }
  worker.on('message', (message: Told) => {
    if ('want' in message) send(message.want).catch(end)
    else if ('told' in message) settle()?.resolve(message.told)
    else if ('fault' in message)
      settle()?.reject(new ImportFault(message.fault.code, message.fault.texts, message.fault.place))
    else settle()?.reject(new Error(message.failed))
  })
  worker.on('error', (err) =>
    end((err as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge({}) : err),
  )
  worker.on('exit', () => end(new Error('the thread that reads a file has ended')))
  const abort = () => end(signal.reason)
  signal.addEventListener('abort', abort, { once: true })

  const ask = <T>(what: Ask) =>
    new Promise<T>((resolve, reject) => {
      if (ended) return reject(ended.err)
      waiting = { resolve: resolve as (told: unknown) => void, reject }
      worker.postMessage(what)
    })
  const close = async () => {
    signal.removeEventListener('abort', abort)
    ended ??= { err: new Error('the file is closed') }
    await worker.terminate()
  }
  try {
    return {
      format: await ask<ImportFormat>({ ask: 'open' }),
      check: () => ask<Checked>({ ask: 'check' }),
      async *batches(from, without) {
        await ask({ ask: 'batches', from, without })
        for (let batch = await ask<Batch | null>({ ask: 'next' }); batch; ) {
          const { lines, ...rest } = batch
          yield { ...rest, lines: Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength) }
          batch = await ask<Batch | null>({ ask: 'next' })
        }
      },
      close,
    }
  } catch (err) {
    await close()
    throw err
  }
}
