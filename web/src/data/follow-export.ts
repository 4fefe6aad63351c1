import type { components } from '@lingzhi/api-client'

export type Export = components['schemas']['Export']

export const isUnfinished = ({ status }: { status: string }) => status === 'queued' || status === 'running'

export type ExportSource = FollowSource<Export>

export interface FollowSource<T> {
  /** The events, each with the job as it stands; left out where it is only to be asked for. */
  events?: (signal: AbortSignal) => Promise<AsyncIterable<{ data: string }>>
  /** The job as it stands now. */
  read: (signal: AbortSignal) => Promise<T>
  onChange: (now: T) => void
  /** Whether it is no use to go on: the job is gone, or is not for this person any more. */
  isFinal: (error: unknown) => boolean
  pause: (ms: number, signal: AbortSignal) => Promise<void>
}

/** The server sends the state at once: a stream silent for so long is held back by something in between. */
const silenceMs = 5_000
const pollMs = 2_500
const pollMaxMs = 20_000
const streamsMax = 3

/**
 * Tells how a job goes until it has ended: by its stream of events, and where that does not come through, by asking
 * again and again. Never throws; an abort ends it.
 */
export async function followExport<T extends { status: string }>(
  source: FollowSource<T>,
  signal: AbortSignal,
): Promise<void> {
  let streamsLeft = source.events ? streamsMax : 0
  for (let failures = 0; !signal.aborted; ) {
    let last: T | undefined
    const tell = (now: T) => {
      last = now
      failures = 0
      if (!signal.aborted) source.onChange(now)
    }
    if (streamsLeft > 0) {
      streamsLeft -= 1
      try {
        // One that has told something was no bad idea: it may be tried as often as before.
        if (await readStream(source, tell, signal)) streamsLeft = streamsMax
      } catch (error) {
        if (source.isFinal(error)) return
      }
      if (last && !isUnfinished(last)) return
      if (signal.aborted) return
    }
    try {
      const now = await source.read(signal)
      tell(now)
      if (!isUnfinished(now)) return
    } catch (error) {
      if (source.isFinal(error)) return
      failures += 1
    }
    await source.pause(Math.min(pollMs * 2 ** failures, pollMaxMs), signal)
  }
}

/** Whether anything came before the stream ended or was given up. */
async function readStream<T>(
  { events, pause }: FollowSource<T>,
  tell: (now: T) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const own = new AbortController()
  const both = AbortSignal.any([signal, own.signal])
  let came = false
  void pause(silenceMs, both).then(() => came || own.abort())
  try {
    for await (const { data } of await events!(both)) {
      came = true
      tell(JSON.parse(data))
    }
  } catch (error) {
    if (!came) throw error
  } finally {
    own.abort()
  }
  return came
}
