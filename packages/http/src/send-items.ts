import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/** Written in some milliseconds; then others have their turn. */
const stepChars = 100_000

/**
 * Sends `{success, data: {[name]: items, ...rest}}` item by item: a page of long texts written out at once would hold the process. Items have
 * the shape that the route's schema says, for nothing filters them on their way; they may be read while they are sent.
 */
export function sendItems(
  reply: FastifyReply,
  { name = 'items', items, rest }: { name?: string; items: Items; rest: object },
): FastifyReply {
  return reply
    .type('application/json; charset=utf-8')
    .send(Readable.from(write(name, items, rest), { objectMode: false }))
}

type Items = Iterable<unknown> | AsyncIterable<unknown>

async function* write(name: string, items: Items, rest: object): AsyncGenerator<string> {
  let text = `{"success":true,"data":{${JSON.stringify(name)}:[`
  let comma = ''
  for await (const item of items) {
    text += `${comma}${JSON.stringify(item)}`
    comma = ','
    if (text.length < stepChars) continue
    yield text
    text = ''
    await new Promise((resolve) => setImmediate(resolve))
  }
  const end = JSON.stringify(rest)
  yield `${text}]${end === '{}' ? '' : `,${end.slice(1, -1)}`}}}`
}
