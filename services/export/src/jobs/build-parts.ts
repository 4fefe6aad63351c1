import { sha256Of } from '@lingzhi/objects/digest'
import { createPartBuffer } from '@lingzhi/objects/part-buffer'
import type { Config } from '../config.ts'
import type { Page } from '../conversations/read-pages.ts'
import { pageBytesMax, readPage, readPages } from '../conversations/read-pages.ts'
import type { Deps } from '../deps.ts'
import {
  announcePart,
  confirmPart,
  deleteParts,
  storedParts,
  unfinishedParts,
} from '../files/parts.queries.ts'
import { compress } from '../formats/compression.ts'
import { createWriter } from '../formats/create-writer.ts'
import { includedIn } from './included.ts'
import type { Job, Progress } from './jobs.queries.ts'
import { patiently } from './patiently.ts'

/** This worker no longer holds the job: it was cancelled, deleted, or taken over. */
export class JobTakenAway extends Error {}

/**
 * Reads what is still missing of a file and stores it part by part. Where a part ends depends on chat's pages
 * alone, and each part is compressed for itself (members of gzip and frames of zstd may follow each other), so
 * the file is the same whichever worker wrote which part.
 */
export async function buildParts(
  { db, bus, store }: Pick<Deps, 'db' | 'bus' | 'store'>,
  { TIMEZONE, EXPORT_PART_BYTES }: Pick<Config, 'TIMEZONE' | 'EXPORT_PART_BYTES'>,
  job: Job,
  run: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  for (const { object, seq } of await unfinishedParts(db, job.id)) {
    await patiently(signal, () => store.remove(object))
    await deleteParts(db, job.id, seq)
  }
  const done = await storedParts(db, job.id)
  const last = done.at(-1)
  progress.rows = sum(done.map(({ rows }) => rows))
  progress.bytes = sum(done.map(({ bytes }) => bytes))
  if (last?.next_cursor === null) return

  const options = { shape: 'many', timeZone: TIMEZONE } as const
  const writer = createWriter(job.format, options, last?.writer_state)
  const source = { selection: job.selection, include: includedIn(job.request) }
  const read: typeof readPage = (...page) => patiently(signal, () => readPage(...page))
  let rows = 0
  let seq = done.length
  // One part is compressed and stored while the next is being read.
  let storing: Promise<void> = Promise.resolve()
  const buffer = () => createPartBuffer(EXPORT_PART_BYTES + 2 * pageBytesMax)
  let [reading, stored] = [buffer(), buffer()]
  if (!last) reading.append(writer.begin())

  const storePart = async (
    content: Buffer,
    part: { seq: number; rows: number; state: object } & Pick<Page, 'nextCursor'>,
  ) => {
    const file = await compress(job.compression, content)
    const object = `${job.id}/${part.seq}-${run}`
    const announced = await announcePart(db, {
      job_id: job.id,
      seq: part.seq,
      run,
      object,
      rows: part.rows,
      bytes: file.length,
      sha256: sha256Of(file),
      next_cursor: part.nextCursor,
      writer_state: part.state,
    })
    if (!announced) throw new JobTakenAway()
    await patiently(signal, () => store.put(object, file))
    if (!(await confirmPart(db, job.id, part.seq, run))) {
      await store.remove(object)
      throw new JobTakenAway()
    }
    progress.bytes += file.length
  }

  try {
    for await (const page of readPages(bus, source, last?.next_cursor ?? undefined, read)) {
      signal.throwIfAborted()
      for (const piece of writer.write(page)) reading.append(piece)
      const count = page.messages + sum(Object.values(page.records ?? {}))
      rows += count
      progress.rows += count
      const end = page.nextCursor === null
      if (!end && reading.size() < EXPORT_PART_BYTES) continue
      if (end) reading.append(writer.end())
      await storing
      const part = { seq, rows, nextCursor: page.nextCursor, state: writer.state() }
      storing = storePart(reading.bytes(), part)
      storing.catch(() => {})
      ;[reading, stored] = [stored, reading]
      reading.clear()
      rows = 0
      seq += 1
    }
  } finally {
    await storing
  }
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
