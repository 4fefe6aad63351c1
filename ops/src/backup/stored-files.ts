import { createHash } from 'node:crypto'
import { closeSync, createReadStream, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Bytes, type Seal, sealedSuffix, type Unseal } from './seal.ts'

/** Where files go, and what is known of them. */
export type Store = {
  folder: string
  seal: Seal | undefined
  signal: AbortSignal
  files: Record<string, { bytes: number; sha256: string }>
}

/** Writes one file, sealed where there is a seal, down to the disk; returns the name it got. */
export async function store({ folder, seal, signal, files }: Store, name: string, content: Bytes) {
  const file = seal ? `${name}${sealedSuffix}` : name
  const hash = createHash('sha256')
  let bytes = 0
  const sealed = seal ? await seal(content) : content
  async function* measured() {
    for await (const chunk of sealed) {
      signal.throwIfAborted()
      hash.update(chunk)
      bytes += chunk.length
      yield chunk
    }
  }
  const handle = await open(join(folder, file), 'wx', 0o600)
  try {
    await handle.writeFile(measured())
    await handle.sync()
  } finally {
    await handle.close()
  }
  files[file] = { bytes, sha256: hash.digest('hex') }
  return file
}

/** A file's bytes as they were before they were sealed. */
export async function load(folder: string, file: string, unseal: Unseal | undefined): Promise<Bytes> {
  const bytes: Bytes = createReadStream(join(folder, file))
  if (!file.endsWith(sealedSuffix)) return bytes
  return unseal!(bytes)
}

/** The whole of a small file, as text. */
export async function loadText(folder: string, file: string, unseal: Unseal | undefined): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of await load(folder, file, unseal)) pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}

/** Text, or what is in memory already, as the bytes of a file. */
export async function* bytesOf(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof content === 'string' ? Buffer.from(content) : content
}

/** What `rename` and new names in a folder need to survive a power cut. */
export function syncFolder(folder: string) {
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** As replaceFile, and on the disk when it returns. */
export function replaceFileDurably(file: string, text: string) {
  const draft = `${file}.new`
  writeFileSync(draft, text, { mode: 0o600, flush: true })
  renameSync(draft, file)
  syncFolder(dirname(file))
}
