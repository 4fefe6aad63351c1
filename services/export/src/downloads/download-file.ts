import { Readable } from 'node:stream'
import { ServiceUnavailable, TooManyRequests } from '@lingzhi/contracts/common-problems'
import { IdParams } from '@lingzhi/contracts/ids'
import { problem, problems } from '@lingzhi/contracts/problem'
import { attachment } from '@lingzhi/http/attachment'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { optionalScope, principalOf } from '@lingzhi/identity/identify'
import { parseRange } from '@lingzhi/objects/byte-range'
import { readParts } from '@lingzhi/objects/read-parts'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { storedParts } from '../files/parts.queries.ts'
import { compressedMediaTypes, fileMediaTypes } from '../formats/compression.ts'
import { mediaTypes } from '../formats/format.ts'
import { fileNameOf } from '../jobs/job-view.ts'
import type { Job } from '../jobs/jobs.queries.ts'
import { readableJob } from '../jobs/own-job.ts'
import { ExportExpired, ExportNotFound, ExportNotReady } from '../jobs/problems.ts'
import { LinkNotValid, linkedJob } from './linked-job.ts'
import type { ReaderKind, Readers } from './readers.ts'

export const RangeNotSatisfiable = problem('RANGE_NOT_SATISFIABLE', 416, {
  zh: '请求的范围超出了文件',
  en: 'The requested range is outside the file.',
  check: 'The request header `Range`, against the file’s size in `Content-Range`.',
})

const Query = Type.Object({
  expires: Type.Optional(Type.Integer({ minimum: 0 })),
  signature: Type.Optional(Type.String({ maxLength: 128 })),
})

export function downloadFile(app: App, deps: Deps, config: Config, readers: Readers) {
  app.get(
    '/api/exports/:id/download',
    {
      onRequest: optionalScope('export'),
      schema: {
        tags: ['exports'],
        summary: 'Download the file or a range of it, with a token or a signed link',
        'x-media-types': fileMediaTypes,
        params: IdParams,
        querystring: Query,
        response: {
          200: Type.Null({ description: 'The whole file.' }),
          206: Type.Null({ description: 'The requested range.' }),
          304: Type.Null({ description: 'The file still has the ETag in `If-None-Match`.' }),
          ...problems(
            ...[...userProblems, LinkNotValid, ExportNotFound, ExportNotReady, ExportExpired],
            ...[RangeNotSatisfiable, TooManyRequests, ServiceUnavailable],
          ),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { expires, signature } = request.query
      const link = expires !== undefined && signature !== undefined && { expires, signature }
      const job = link
        ? await linkedJob(deps, config, id, link)
        : await readableJob(deps.db, id, principalOf(request))
      const expired = job.expires_at !== null && job.expires_at <= deps.now()
      if (job.status === 'expired' || (job.status === 'completed' && expired)) throw ExportExpired()
      if (job.status !== 'completed' || job.sha256 === null) throw ExportNotReady()
      const head = request.method === 'HEAD'
      const kind = link && !request.principal ? 'link' : 'user'
      return sendFile(reply, { ...deps, readers }, job, job.sha256, { headers: request.headers, head, kind })
    },
  )
}

interface Request {
  headers: { range?: string; 'if-range'?: string | string[]; 'if-none-match'?: string }
  head: boolean
  kind: ReaderKind
}

/** The file never changes once it is complete, so its digest is its strong validator. */
async function sendFile(
  reply: FastifyReply,
  deps: Pick<Deps, 'db' | 'store'> & { readers: Readers },
  job: Job,
  sha256: string,
  { headers, head, kind }: Request,
): Promise<FastifyReply> {
  const etag = `"${sha256}"`
  reply.headers({
    ETag: etag,
    'Repr-Digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    'Accept-Ranges': 'bytes',
    // Not kept by a browser, which its next user would ask as well.
    'Cache-Control': 'private, no-store, no-transform',
    ...(job.finished_at && { 'Last-Modified': job.finished_at.toUTCString() }),
  })
  const known = headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (known?.includes(etag) || known?.includes('*')) return reply.code(304).send()

  // If-Range may name a date; ours are not exact enough to be a strong validator, so that means the whole file. Ranges
  // are for GET alone (RFC 9110, section 14.2).
  const rangeHolds = !head && (headers['if-range'] === undefined || headers['if-range'] === etag)
  const range = parseRange(rangeHolds ? headers.range : undefined, job.bytes)
  if (range === 'unsatisfiable') {
    throw RangeNotSatisfiable({ headers: { 'Content-Range': `bytes */${job.bytes}` } })
  }
  const bounds = range === 'whole' ? { first: 0, last: job.bytes - 1 } : range
  reply.code(range === 'whole' ? 200 : 206).headers({
    'Content-Type':
      job.compression === 'none' ? mediaTypes[job.format] : compressedMediaTypes[job.compression],
    'Content-Disposition': attachment(fileNameOf(job)),
    'Content-Length': bounds.last - bounds.first + 1,
    ...(range !== 'whole' && { 'Content-Range': `bytes ${bounds.first}-${bounds.last}/${job.bytes}` }),
  })
  if (head) return reply.send(Readable.from([]))
  deps.readers.admit(reply, kind)
  // The first piece before the headers: a store that is away is a problem document, not a cut file.
  const pieces = readParts(deps, await storedParts(deps.db, job.id), bounds)
  const first = await pieces.next().catch((cause) => {
    throw ServiceUnavailable({ retryAfterS: 5, cause })
  })
  return reply.send(Readable.from(behind(first, pieces), { objectMode: false }))
}

async function* behind<T>(first: IteratorResult<T, void>, rest: AsyncGenerator<T, void>): AsyncGenerator<T> {
  if (!first.done) yield first.value
  yield* rest
}
