import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import t from 'tap'
import { type Manifest, writeManifest } from './manifest.ts'
import { copyToS3, fetchFromS3 } from './s3-target.ts'
import { bytesOf, type Store, store } from './stored-files.ts'

t.test('a copy in S3 comes back as it was, and does not count before it is whole', async (t) => {
  // Keeps what is put, insists on a signature that names the content, and compares that; it does not verify the signature.
  const objects = new Map<string, Buffer>()
  const s3 = createServer(async (request, response) => {
    const name = request.url ?? ''
    const body = Buffer.concat(await Array.fromAsync(request))
    const { authorization = '', 'x-amz-content-sha256': digest } = request.headers
    const isSigned = /^AWS4-HMAC-SHA256 Credential=key\/\d{8}\/eu-1\/s3\/.*x-amz-content-sha256/.test(
      authorization,
    )
    if (!isSigned) return response.writeHead(403).end('no signature')
    if (request.method === 'PUT') {
      if (createHash('sha256').update(body).digest('hex') !== digest) return response.writeHead(400).end()
      objects.set(name, body)
    }
    const object = objects.get(name)
    response.writeHead(object ? 200 : 404).end(request.method === 'GET' ? object : '')
  }).listen(0, '127.0.0.1')
  await once(s3, 'listening')
  t.teardown(() => s3.close())
  const { port } = s3.address() as { port: number }
  const env = {
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
    AWS_REGION: 'eu-1',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
  }
  const { signal } = new AbortController()
  const root = t.testdir({ made: {}, other: {} })
  const folder = join(root, 'made')
  const id = '20260131T033000Z'
  const files: Store['files'] = {}
  await store({ folder, seal: undefined, signal, files }, 'chat.dump', bytesOf('x'.repeat(300_000)))
  writeManifest(folder, { format: 1, id, files } as unknown as Manifest)

  await t.rejects(
    copyToS3({ id, folder }, 's3://bucket/lingzhi', { env: {}, signal }),
    /AWS_REGION is not set/,
  )
  await copyToS3({ id, folder }, 's3://bucket/lingzhi/', { env, signal })
  t.equal([...objects.keys()].at(-1), `/bucket/lingzhi/${id}/manifest.json`, 'the manifest comes last')
  const dataDir = join(root, 'other')
  const fetched = await fetchFromS3(dataDir, `s3://bucket/lingzhi/${id}`, { env, signal })
  t.same(readdirSync(fetched.folder), ['chat.dump', 'manifest.json', 'manifest.sha256'])
  t.equal(readFileSync(join(fetched.folder, 'chat.dump'), 'utf8'), 'x'.repeat(300_000))
  t.same(readdirSync(join(dataDir, 'backups')), [id])
  await t.rejects(fetchFromS3(dataDir, 's3://bucket/lingzhi/20260131T033001Z', { env, signal }), /404/)
  t.same(readdirSync(join(dataDir, 'backups')), [id])
})
