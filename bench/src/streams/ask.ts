import type { Dispatcher } from 'undici'

/** One way to the model: where a question goes, how it is put, and how one sees that the stream is whole. */
export interface Door {
  name: string
  /** Its processes, whose processor time counts. */
  pids: number[]
  pool: Dispatcher
  path: string
  headers: (client: number) => Record<string, string>
  body: (question: string) => object
  /** Stands in the last event of a whole stream. */
  end: string
}

/** The word the model says, which stands in nothing else. */
export const word = 'plumage'

let questions = 0

/** Asks a question nobody has asked before, reads the stream to its end, and tells when its first word was there, in ms. */
export async function ask(door: Door, client: number): Promise<number> {
  const asked = performance.now()
  const { statusCode, body } = await door.pool.request({
    method: 'POST',
    path: door.path,
    headers: { 'content-type': 'application/json', ...door.headers(client) },
    body: JSON.stringify(door.body(`question ${questions++}`)),
  })
  let firstMs: number | undefined
  let tail = ''
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (firstMs === undefined && chunk.includes(word)) firstMs = performance.now() - asked
    tail = (tail + chunk.toString('latin1')).slice(-2_000)
  }
  if (statusCode !== 200 || firstMs === undefined || !tail.includes(door.end))
    throw new Error(`${door.name} answered ${statusCode}: ${tail.slice(-500)}`)
  return firstMs
}
