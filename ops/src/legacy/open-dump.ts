import { closeSync, createReadStream, mkdtempSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createGunzip } from 'node:zlib'
import { Fault, messageOf } from '@lingzhi/stack/fault'
import type { Rejected } from './rejections.ts'
import { stageDump } from './stage-dump.ts'

export interface Dump {
  /** Opened for reading only; a text's rows in a database of our own, each with its line in `__line`. */
  db: DatabaseSync
  kind: 'sqlite' | 'text'
  close(): void
}

/**
 * Opens what an old system left: its SQLite database, as a file that nothing writes to, or the text of mysqldump or of sqlite3's `.dump`, also packed
 * by gzip, whose rows are put into a database below `folder` first, as they come in no order that could be worked with.
 */
export async function openDump(
  file: string,
  {
    folder,
    reject,
    signal,
    progress,
  }: {
    folder: string
    reject: (row: Rejected) => void
    signal: AbortSignal
    progress: (text: string) => void
  },
): Promise<Dump> {
  const first = firstBytes(file)
  if (first.toString('latin1').startsWith('SQLite format 3\0')) {
    const db = openSqlite(file)
    return { db, kind: 'sqlite', close: () => db.close() }
  }
  const isPacked = first[0] === 0x1f && first[1] === 0x8b
  if (!isPacked && first.includes(0))
    throw new Fault(`${file} is neither an SQLite database nor the text of a dump in UTF-8.`)
  const staged = mkdtempSync(join(folder, 'legacy-'))
  const remove = () => rmSync(staged, { recursive: true, force: true })
  try {
    const bytes = createReadStream(file, { highWaterMark: 1024 ** 2 })
    const text = isPacked ? bytes.pipe(createGunzip({ chunkSize: 1024 ** 2 })) : bytes
    bytes.on('error', (error) => text.destroy(error))
    const db = await stageDump(text, { file: join(staged, 'rows.db'), reject, signal, progress })
    return {
      db,
      kind: 'text',
      close() {
        db.close()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

function firstBytes(file: string): Buffer {
  let handle: number
  try {
    handle = openSync(file, 'r')
    if (!statSync(file).isFile()) throw new Error('it is no file')
  } catch (error) {
    throw new Fault(`${file} cannot be read: ${messageOf(error)}`)
  }
  try {
    const bytes = Buffer.alloc(4096)
    return bytes.subarray(0, readSync(handle, bytes))
  } finally {
    closeSync(handle)
  }
}

function openSqlite(file: string): DatabaseSync {
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(file, { readOnly: true })
    // Views and triggers of a stranger's file call no function that could do harm.
    db.exec('pragma trusted_schema = off; pragma cell_size_check = on')
    const found = db.prepare('pragma quick_check(1)').get() as { quick_check?: string } | undefined
    if (found?.quick_check !== 'ok') throw new Error(found?.quick_check ?? 'it cannot be checked')
    return db
  } catch (error) {
    db?.close()
    throw new Fault(`${file} is no whole SQLite database: ${messageOf(error)}. Nothing was imported.`)
  }
}
