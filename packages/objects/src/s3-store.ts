import { AwsClient } from 'aws4fetch'
import { sha256Of } from './digest.ts'
import type { ListedObject, ObjectStore } from './object-store.ts'
import { StoreFull } from './object-store.ts'
import type { S3Settings } from './settings.ts'

const requestMaxMs = 30_000
const retriesMax = 3

/** Objects of an S3-compatible bucket, addressed by path, signed with Signature Version 4. */
export function openS3Store({ url, region, accessKeyId, secretAccessKey }: S3Settings): ObjectStore {
  const client = new AwsClient({ service: 's3', region, accessKeyId, secretAccessKey, retries: retriesMax })
  const bucket = url.replace(/\/$/, '')
  const addressOf = (name: string) => `${bucket}/${name}`
  const request = async (method: string, address: string, body?: Buffer): Promise<Response> => {
    const reply = await client.fetch(address, {
      method,
      // A view of the same bytes: fetch does not take a Buffer over a shared pool.
      body: body && new Uint8Array(body),
      signal: AbortSignal.timeout(requestMaxMs),
    })
    if (reply.ok || (method === 'DELETE' && reply.status === 404)) return reply
    const reason = (await reply.text()).slice(0, 500)
    const path = new URL(address).pathname
    const err = new Error(`S3 returned ${reply.status} for ${method} ${path}: ${reason}`)
    throw reply.status === 507 || /QuotaExceeded|StorageFull/.test(reason) ? new StoreFull(err) : err
  }
  return {
    put: async (name, bytes) => void (await request('PUT', addressOf(name), bytes)),
    get: async (name) => {
      const bytes = Buffer.from(await (await request('GET', addressOf(name))).arrayBuffer())
      return { pieces: [bytes], sha256: sha256Of(bytes) }
    },
    remove: async (name) => void (await request('DELETE', addressOf(name))),
    list: async function* (prefix) {
      for (let token: string | undefined; ; ) {
        const query = new URLSearchParams({ 'list-type': '2', prefix })
        if (token) query.set('continuation-token', token)
        const page = readList(await (await request('GET', `${bucket}?${query}`)).text())
        yield* page.objects
        token = page.next
        if (!token) return
      }
    },
    presignPut: async (name, { bytes, sha256, forS }) => {
      // Its length and digest are signed: the store refuses any other bytes.
      const headers = {
        'content-length': String(bytes),
        'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
      }
      const address = new URL(addressOf(name))
      address.searchParams.set('X-Amz-Expires', String(forS))
      const aws = { signQuery: true, allHeaders: true }
      const signed = await client.sign(address.href, { method: 'PUT', headers, aws })
      return { url: signed.url, headers }
    },
  }
}

/** A page of ListObjectsV2. Names of ours hold no character that XML would write otherwise. */
function readList(xml: string): { objects: ListedObject[]; next: string | undefined } {
  const member = (text: string, name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1]
  const objects = [...xml.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)].map(([, one = '']) => ({
    name: member(one, 'Key') ?? '',
    bytes: Number(member(one, 'Size')),
    at: new Date(member(one, 'LastModified') ?? 0),
  }))
  const next = member(xml, 'NextContinuationToken')?.replaceAll('&amp;', '&')
  return { objects, next: member(xml, 'IsTruncated') === 'true' ? next : undefined }
}
