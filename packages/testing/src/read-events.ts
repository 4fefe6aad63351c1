import type { EventSourceMessage } from 'eventsource-parser'
import { EventSourceParserStream } from 'eventsource-parser/stream'

export interface ReceivedEvent {
  id: string | undefined
  /** Undefined for the unnamed events that carry text. */
  event: string | undefined
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server sent; tests assert on its shape
  data: any
}

/** The events of an SSE response, one by one as they arrive. Ends with the response. */
export async function* readEvents(response: Response): AsyncGenerator<ReceivedEvent> {
  if (!response.body) throw new Error('the response has no body')
  const messages: AsyncIterable<EventSourceMessage> = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream()) as never
  for await (const { id, event, data } of messages) yield { id, event, data: JSON.parse(data) }
}

/** All events of a response that ends by itself. */
export const readAllEvents = (response: Response): Promise<ReceivedEvent[]> =>
  Array.fromAsync(readEvents(response))
