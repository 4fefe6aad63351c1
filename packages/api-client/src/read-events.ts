import { createParser, type EventSourceMessage } from 'eventsource-parser'

/**
 * The events of a text/event-stream, one by one as they arrive. Ends with the response; throws when the connection
 * breaks or no byte comes for `silenceMs`. Leaving the loop closes the connection.
 */
export async function* readEvents(response: Response, silenceMs: number): AsyncGenerator<EventSourceMessage> {
  if (!response.body) return
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  const waiting: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (event) => waiting.push(event) })
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read(), silenceMs)
      if (done) return
      parser.feed(decoder.decode(value, { stream: true }))
      yield* waiting.splice(0)
    }
  } finally {
    // For a broken connection this rejects again with the same reason.
    await reader.cancel().catch(() => {})
  }
}

async function inTime<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the stream fell silent')), timeoutMs)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
