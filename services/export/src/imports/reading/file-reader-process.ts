import { letGoOf } from '@lingzhi/runtime/collect-garbage'
import type { Batch } from '../batches.ts'
import { toBatches } from '../batches.ts'
import type { Found } from '../found.ts'
import { checkFile } from './check-file.ts'
import { ImportFault } from './fault.ts'
import type { Ask, Part, Told } from './file-reader.ts'
import type { OpenedFile } from './open-file.ts'
import { openFile } from './open-file.ts'
import { openUpload } from './open-upload.ts'

// The process that file-reader.ts starts for one file of an import.

const tell = (told: Told): void => {
  process.send!(told)
}

const wanted: { object: string; resolve: (part: Part) => void }[] = []
const get = async (object: string) => {
  const { promise, resolve } = Promise.withResolvers<Part>()
  wanted.push({ object, resolve })
  tell({ want: object })
  return promise
}

let file: OpenedFile | undefined
let batches: AsyncGenerator<Batch> | undefined

async function* without(skipped: readonly number[]): AsyncGenerator<Found & { ordinal: number }> {
  const skips = new Set(skipped)
  for await (const one of file!.conversations()) if (!skips.has(one.ordinal)) yield one
}

async function* batchesFrom(from: number, skipped: readonly number[]): AsyncGenerator<Batch> {
  for await (const batch of toBatches(without(skipped))) if (batch.seq >= from) yield batch
}

async function respond(asked: Ask): Promise<void> {
  switch (asked.ask) {
    case 'open': {
      const { parts, unpackedMaxBytes, uploadedAt } = asked.file
      file = await openFile(openUpload(get, parts), { unpackedMaxBytes }, uploadedAt)
      return tell({ told: file.format })
    }
    case 'check':
      return tell({ told: await checkFile(file!.conversations()) })
    case 'batches':
      batches = batchesFrom(asked.from, asked.without)
      return tell({ told: null })
    case 'next': {
      const { value, done } = await batches!.next()
      if (done) return tell({ told: null })
      letGoOf(value.lines.length)
      return tell({ told: value })
    }
  }
}

// What started it is gone.
process.on('disconnect', () => process.exit())
process.on('message', (message: Ask | Part) => {
  if (!('ask' in message)) {
    const at = wanted.findIndex(({ object }) => object === message.object)
    return wanted.splice(at, 1)[0]!.resolve(message)
  }
  respond(message).catch((err) =>
    tell(err instanceof ImportFault ? { fault: err.reason } : { failed: String(err?.stack ?? err) }),
  )
})
