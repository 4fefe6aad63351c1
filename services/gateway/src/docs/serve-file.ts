import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

const brotli = promisify(brotliCompress) as (bytes: Buffer, options: object) => Promise<Buffer>
const gzipped = promisify(gzip) as (bytes: Buffer) => Promise<Buffer>
/** The best levels take seconds for a megabyte, and save little. */
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

/** A file as it is served: in each encoding, compressed once, when it is first asked for. */
export interface ServedFile {
  type: string
  tag: string
  bytes: Buffer
  br?: Promise<Buffer>
  gzip?: Promise<Buffer>
}

export const toServe = (type: string, bytes: Buffer): ServedFile => ({
  type,
  tag: createHash('sha256').update(bytes).digest('base64url').slice(0, 22),
  bytes,
})

/**
 * Sends the file in the best encoding that the caller takes, or 304 if it has it already. It is asked for again each time,
 * which costs nothing while it is the same: a new version is seen at once, unless `cacheControl` says otherwise.
 */
export async function serveFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: ServedFile,
  { cacheControl = 'no-cache', vary = 'Accept-Encoding' } = {},
) {
  const encoding = bestEncoding(request.headers['accept-encoding'])
  // A tag for each encoding: they are different bytes.
  const etag = `"${file.tag}${encoding ? `-${encoding}` : ''}"`
  reply.headers({ 'cache-control': cacheControl, vary, etag })
  const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (known?.includes(etag) || known?.includes('*')) return reply.code(304).send()
  reply.type(file.type)
  if (!encoding) return reply.send(file.bytes)
  file[encoding] ??= encoding === 'br' ? brotli(file.bytes, brotliOptions) : gzipped(file.bytes)
  return reply.header('content-encoding', encoding).send(await file[encoding])
}

/** An encoding that is named without a weight of 0 (RFC 9110, section 12.5.3). */
function bestEncoding(accepted: string | undefined): 'br' | 'gzip' | undefined {
  const named = new Map(
    (accepted ?? '').split(',').map((one) => {
      const [name = '', ...parameters] = one.split(';').map((part) => part.trim().toLowerCase())
      const weight = parameters.find((part) => part.startsWith('q='))?.slice(2)
      return [name, weight === undefined || Number(weight) > 0] as const
    }),
  )
  return (['br', 'gzip'] as const).find((name) => named.get(name) ?? named.get('*') ?? false)
}
