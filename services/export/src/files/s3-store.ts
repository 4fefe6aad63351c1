import { AwsClient } from 'aws4fetch'
import { sha256Of } from './digest.ts'
import type { FileStore } from './file-store.ts'
import { StoreFull } from './file-store.ts'

export interface S3Settings {
  /** Bucket's address, such as https://s3.example.com/exports. */
  EXPORT_S3_URL: string
  EXPORT_S3_REGION: string
  EXPORT_S3_ACCESS_KEY_ID: string
  EXPORT_S3_SECRET_ACCESS_KEY: string
}

const requestMaxMs = 30_000
const retriesMax = 3

/** Parts as objects of an S3-compatible bucket, addressed by path, signed with Signature Version 4. */
export function openS3Store(settings: S3Settings): FileStore {
  const client = new AwsClient({
    service: 's3',
    region: settings.EXPORT_S3_REGION,
    accessKeyId: settings.EXPORT_S3_ACCESS_KEY_ID,
    secretAccessKey: settings.EXPORT_S3_SECRET_ACCESS_KEY,
    retries: retriesMax,
  })
  const request = async (method: string, name: string, body?: Buffer): Promise<Response> => {
    const url = `${settings.EXPORT_S3_URL.replace(/\/$/, '')}/${name}`
    const reply = await client.fetch(url, {
      method,
      // A view of the same bytes: fetch does not take a Buffer over a shared pool.
      body: body && new Uint8Array(body),
      signal: AbortSignal.timeout(requestMaxMs),
    })
    if (reply.ok || (method === 'DELETE' && reply.status === 404)) return reply
    const reason = (await reply.text()).slice(0, 500)
    const err = new Error(`S3 returned ${reply.status} for ${method} ${name}: ${reason}`)
    throw reply.status === 507 || /QuotaExceeded|StorageFull/.test(reason) ? new StoreFull(err) : err
  }
  return {
    put: async (name, bytes) => void (await request('PUT', name, bytes)),
    get: async (name) => {
      const bytes = Buffer.from(await (await request('GET', name)).arrayBuffer())
      return { pieces: [bytes], sha256: sha256Of(bytes) }
    },
    remove: async (name) => void (await request('DELETE', name)),
  }
}
