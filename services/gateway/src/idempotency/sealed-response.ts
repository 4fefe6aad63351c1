import { createHmac } from 'node:crypto'
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

export interface Seals {
  of: (caller: string, key: string) => Seal
  /** Tells whether two requests are the same, to nobody but those who know the secret. */
  fingerprint: (line: string, body: Buffer | undefined) => string
}

/**
 * Seals responses with the idempotency key (AES-256-GCM) under the deployment's secret; the store knows neither: responses
 * hold tokens and API keys, and many keys and bodies can be guessed.
 */
export function createSeals(secret: string): Seals {
  // The form of what is sealed has a name of its own, so that no version reads another's.
  const under = (purpose: string) => createHmac('sha256', secret).update(`idempotency ${purpose} 3\n`)
  return {
    of: (caller, key) => {
      const derive = (purpose: string) => under(purpose).update(`${caller}\n${key}`).digest()
      const sealing = derive('seal')
      return {
        id: derive('id').toString('base64url'),
        close: async (response) => seal(sealing, await pack(response)).toString('base64'),
        open: async (sealed) => unpack(unseal(sealing, Buffer.from(sealed, 'base64'))),
      }
    },
    fingerprint: (line, body) =>
      under('fingerprint')
        .update(`${line}\n`)
        .update(body ?? '')
        .digest('base64'),
  }
}
