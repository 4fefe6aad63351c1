import type { Bus } from '@lingzhi/bus/open-bus'
import { Fault } from '@lingzhi/stack/fault'
import type { Manifest } from './manifest.ts'
import { streamInfo } from './our-streams.ts'
import type { Unseal } from './seal.ts'
import { restoreStream } from './snapshot-stream.ts'
import { load, loadText } from './stored-files.ts'
import { appendTail, type TailMessage } from './stream-tail.ts'

type Taken = { folder: string; manifest: Manifest; unseal: Unseal | undefined }

/** Puts every stream of a backup in the place of what is there under its name, and compares; returns the messages. */
export async function restoreStreams(bus: Bus, { folder, manifest, unseal }: Taken): Promise<number> {
  let messages = 0
  for (const [name, taken] of Object.entries(manifest.streams.taken)) {
    if (await streamInfo(bus, name)) await bus.jsm.streams.delete(name)
    await restoreStream(bus, taken, await load(folder, taken.file, unseal))
    const { state } = (await streamInfo(bus, name))!
    // What is older than the stream keeps may leave at once.
    const expires = taken.config.max_age > 0
    if (state.last_seq !== taken.state.last_seq || (!expires && state.messages !== taken.state.messages))
      throw new Fault(
        `The stream ${name} has ${state.messages} messages up to ${state.last_seq} instead of ${taken.state.messages} up to ${taken.state.last_seq}.`,
      )
    messages += state.messages
  }
  const tails = (await loadText(folder, tailFile(manifest), unseal)).split('\n').filter(Boolean)
  await appendTail(
    bus,
    tails.map((line) => JSON.parse(line) as TailMessage),
  )
  return messages + tails.length
}

const tailFile = ({ files }: Manifest) => Object.keys(files).find((name) => name.startsWith('tails.ndjson'))!
