import { ImportFault } from './fault.ts'

/** A file as it was before it was packed; one of several in a zip. */
export interface Document {
  name: string
  /** It says by its name that it holds conversations: what is wrong with it is told, also when others are fine. */
  named?: boolean
  open: () => AsyncGenerator<Buffer>
}

export interface UnpackLimits {
  /** Most bytes that everything in a file may unpack to. */
  unpackedMaxBytes: number
}

/** JSON packs to a tenth or a twentieth; what unpacks to so much more, and to more than this, is no honest file. */
const ratioMax = 400
const ratioFreeBytes = 32 * 1024 ** 2

const bomb = () =>
  new ImportFault('UNPACKS_TO_TOO_MUCH', {
    zh: '压缩文件解开后过大，已拒绝',
    en: 'The packed file unpacks to far too much.',
  })

export const damaged = () =>
  new ImportFault('DAMAGED', { zh: '压缩文件已损坏', en: 'The packed file is damaged.' })

/** Passes bytes on as long as they are in proportion to what they were packed in. */
export async function* bounded(
  chunks: AsyncIterable<Buffer>,
  packedBytes: number,
  { unpackedMaxBytes }: UnpackLimits,
): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > unpackedMaxBytes || (bytes > ratioFreeBytes && bytes > packedBytes * ratioMax)) throw bomb()
    yield chunk
  }
}

/** What zlib says of a file that is not what it seemed to be; a store that is away stays what it is. */
export function faultOf(err: unknown): unknown {
  const code = (err as { code?: unknown } | null)?.code
  if (code === 'Z_BUF_ERROR')
    return new ImportFault('CUT_OFF', {
      zh: '压缩文件不完整：在中途结束',
      en: 'The packed file is not whole: it ends in the middle.',
    })
  if (typeof code === 'string' && (code.startsWith('Z_') || code.startsWith('ZSTD_'))) return damaged()
  return err
}
