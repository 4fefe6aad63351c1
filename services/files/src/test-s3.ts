import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Test } from '@lingzhi/testing/test-servers'

/**
 * A bucket as S3 behaves towards us: it keeps what is put, lists it page by page, and of a presigned PUT insists on the headers
 * that were signed, the length and the digest among them. It does not verify the signature itself.
 */
export async function startTestS3(t: Test) {
  const objects = new Map<string, { bytes: Buffer; at: Date }>()
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3')
    const name = decodeURIComponent(pathname.replace(/^\/bucket\/?/, ''))
    const bytes = Buffer.concat(await Array.fromAsync(request))
    const { authorization = '', ...headers } = request.headers
    const signedHeaders = (searchParams.get('X-Amz-SignedHeaders') ?? '').split(';')
    const presigned = searchParams.has('X-Amz-Signature')
    if (!presigned && !authorization.startsWith('AWS4-HMAC-SHA256 ')) return response.writeHead(403).end()
    if (request.method === 'PUT') {
      const told = headers['x-amz-checksum-sha256']
      const digest = createHash('sha256').update(bytes).digest('base64')
      const named = ['content-length', 'x-amz-checksum-sha256'].every((one) => signedHeaders.includes(one))
      if (presigned && (!named || told !== digest))
        return response.writeHead(400).end('<Code>BadDigest</Code>')
      objects.set(name, { bytes, at: new Date() })
      return response.writeHead(200).end()
    }
    if (request.method === 'DELETE') {
      objects.delete(name)
      return response.writeHead(204).end()
    }
    if (searchParams.has('list-type')) {
      const names = [...objects.keys()]
        .filter((one) => one.startsWith(searchParams.get('prefix') ?? ''))
        .sort()
      const from = Number(searchParams.get('continuation-token') ?? 0)
      const page = names.slice(from, from + 2).map((one) => {
        const { bytes, at } = objects.get(one)!
        const size = `<Size>${bytes.length}</Size>`
        return `<Contents><Key>${one}</Key><LastModified>${at.toISOString()}</LastModified>${size}</Contents>`
      })
      const more = from + 2 < names.length
      const next = more ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : ''
      return response.writeHead(200).end(`<R><IsTruncated>${more}</IsTruncated>${next}${page.join('')}</R>`)
    }
    const object = objects.get(name)
    response.writeHead(object ? 200 : 404).end(object?.bytes)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as { port: number }
  const settings = {
    FILES_S3_URL: `http://127.0.0.1:${port}/bucket`,
    FILES_S3_ACCESS_KEY_ID: 'key',
    FILES_S3_SECRET_ACCESS_KEY: 'secret',
  }
  return { objects, settings }
}
