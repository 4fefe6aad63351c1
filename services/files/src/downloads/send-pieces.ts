import { Readable } from 'node:stream'
import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { attachment } from '@lingzhi/http/attachment'
import { parseRange } from '@lingzhi/objects/byte-range'
import { readParts } from '@lingzhi/objects/read-parts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { RangeNotSatisfiable } from '../problems.ts'

export interface Sent {
  name: string
  mediaType: string
  bytes: number
  /** Hexadecimal: it never changes, so it is its strong validator. */
  sha256: string
  /** Shown in the page that asks; by default a browser saves it. */
  inline?: boolean
  pieces: readonly { object: string; bytes: number }[]
}

/**
 * Sends bytes, or a range of them, so that no browser runs what is in them: as an attachment, of the type they were found to be,
 * in a sandbox. Raises RANGE_NOT_SATISFIABLE.
 */
export async function sendPieces(
  { method, headers }: FastifyRequest,
  reply: FastifyReply,
  { store }: Pick<Deps, 'store'>,
  { name, mediaType, bytes, sha256, inline = false, pieces }: Sent,
): Promise<FastifyReply> {
  const etag = `"${sha256}"`
  reply.headers({
    ETag: etag,
    'Accept-Ranges': 'bytes',
    // Not kept by a browser, which its next user would ask as well.
    'Cache-Control': 'private, no-store, no-transform',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
  })
  const known = headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (known?.includes(etag) || known?.includes('*')) return reply.code(304).send()

  const head = method === 'HEAD'
  // Ranges are for GET alone (RFC 9110, section 14.2).
  const rangeHolds = !head && (headers['if-range'] === undefined || headers['if-range'] === etag)
  const range = parseRange(rangeHolds ? headers.range : undefined, bytes)
  if (range === 'unsatisfiable')
    throw RangeNotSatisfiable({ headers: { 'Content-Range': `bytes */${bytes}` } })
  const bounds = range === 'whole' ? { first: 0, last: bytes - 1 } : range
  reply.code(range === 'whole' ? 200 : 206).headers({
    'Content-Type': mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType,
    'Content-Disposition': inline ? 'inline' : attachment(name),
    'Content-Length': bounds.last - bounds.first + 1,
    ...(range !== 'whole' && { 'Content-Range': `bytes ${bounds.first}-${bounds.last}/${bytes}` }),
  })
  if (head) return reply.send(Readable.from([]))
  // The first piece before the headers: a store that is away is a problem document, not a cut file.
  const coming = readParts({ store }, pieces, bounds)
  const first = await coming.next().catch((cause) => {
    throw ServiceUnavailable({ retryAfterS: 5, cause })
  })
  return reply.send(Readable.from(behind(first, coming), { objectMode: false }))
}

async function* behind<T>(first: IteratorResult<T, void>, rest: AsyncGenerator<T, void>): AsyncGenerator<T> {
  if (!first.done) yield first.value
  yield* rest
}
