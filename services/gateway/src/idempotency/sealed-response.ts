import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants } from 'node:zlib'
import { seal, unseal } from '@lingzhi/runtime/seal'

/** A response kept for replay. */
export interface KeptResponse {
  status: number
  headers: Record<string, string | string[]>
  body: Buffer
  /** Instead of a body: the path at which the same stream can be read again. */
  location?: string
  /** The body is packed with gzip: the whole of a stream. */
  packed?: true
  /** Instead of a body: it was too long to be kept. */
  tooLong?: true
}

export interface Seal {
  /** Names the record; reveals nothing of the key. */
  id: string
  close: (response: KeptResponse) => Promise<string>
  open: (sealed: string) => Promise<KeptResponse>
}

const compress = promisify(brotliCompress)
const decompress = promisify(brotliDecompress)
/** An answer says its text three times in one response: the window reaches from one to the next. */
const compression = {
  params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 20 },
}

/** The length of the members but the body, those members as JSON, and the body, compressed. */
async function pack({ body, ...members }: KeptResponse): Promise<Buffer> {
  const told = Buffer.from(JSON.stringify(members))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(told.length)
  return compress(Buffer.concat([length, told, body]), compression)
}

async function unpack(packed: Buffer): Promise<KeptResponse> {
  const whole = await decompress(packed)
  const bodyAt = 4 + whole.readUInt32BE()
  return { ...JSON.parse(whole.toString('utf8', 4, bodyAt)), body: whole.subarray(bodyAt) }
}

/**
 * Seals responses with the idempotency key itself (AES-256-GCM), of which the store only knows a digest: responses
 * hold tokens and API keys, and must not be readable in Redis.
 */
export function sealOf(caller: string, key: string): Seal {
  // The form of what is sealed has a name of its own, so that no version reads another's.
  const derive = (purpose: string) => createHash('sha256').update(`${purpose} 2\n${caller}\n${key}`).digest()
  const secret = derive('seal')
  return {
    id: derive('id').toString('base64url'),
    close: async (response) => seal(secret, await pack(response)).toString('base64'),
    open: async (sealed) => unpack(unseal(secret, Buffer.from(sealed, 'base64'))),
  }
}
