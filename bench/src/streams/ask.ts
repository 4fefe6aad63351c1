import type { Dispatcher } from 'undici'

/** One way to the model: where a question goes, its request, and how a whole stream is recognised. */
export interface Door {
  name: string
  /** Its processes, whose processor time counts. */
  pids: number[]
  pool: Dispatcher
  path: string
  headers: (client: number) => Record<string, string>
  body: (question: string) => object
  /** Part of the last event of a whole stream. */
  end: string
}

/** The word that the model sends and that occurs nowhere else in a stream. */
export const word = 'plumage'

let questions = 0

/** Asks a question that no cache holds, reads the stream to its end, and returns how long its first word took, in ms. */
export async function ask(door: Door, client: number): Promise<number> {
  const sentAt = performance.now()
  const { statusCode, body } = await door.pool.request({
    method: 'POST',
    path: door.path,
    headers: { 'content-type': 'application/json', ...door.headers(client) },
    body: JSON.stringify(door.body(`question ${questions++}`)),
  })
  let firstMs: number | undefined
  let tail = ''
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (firstMs === undefined && chunk.includes(word)) firstMs = performance.now() - sentAt
    tail = (tail + chunk.toString('latin1')).slice(-2_000)
  }
  if (statusCode !== 200 || firstMs === undefined || !tail.includes(door.end))
    throw new Error(`${door.name} returned ${statusCode}: ${tail.slice(-500)}`)
  return firstMs
}
