import type { Bus } from '@lingzhi/bus/open-bus'
import { headers } from 'nats'
import { streamInfo } from './our-streams.ts'

/** A fact that came into its stream after the stream was taken and before the databases were. */
export type TailMessage = { stream: string; subject: string; id: string | undefined; data: string }

/** What was added to a stream after its message `after`, until now. */
export async function tailOf(bus: Bus, stream: string, after: number): Promise<TailMessage[]> {
  const last = (await streamInfo(bus, stream))?.state.last_seq ?? after
  const tail: TailMessage[] = []
  for (let seq = after + 1; seq <= last; seq++) {
    // Null: it was removed meanwhile.
    const message = await bus.jsm.streams.getMessage(stream, { seq })
    if (message)
      tail.push({
        stream,
        subject: message.subject,
        id: message.header.get('Nats-Msg-Id') || undefined,
        data: Buffer.from(message.data).toString('base64'),
      })
  }
  return tail
}

/** Adds them again. One that is there already, by its id, is not there twice. */
export async function appendTail(bus: Bus, tail: TailMessage[]) {
  for (const { stream, subject, id, data } of tail)
    await bus.js.publish(subject, Buffer.from(data, 'base64'), {
      headers: headers(),
      expect: { streamName: stream },
      ...(id && { msgID: id }),
    })
}
