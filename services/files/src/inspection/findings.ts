import type { ObjectKind } from '../database.ts'

export const pagesMax = 100
/** Of a PDF; more is left out. */
export const textBytesMax = 4 * 1024 ** 2
/** All variants of a file together, and more than they ever are. */
export const findingBytesMax = 32 * 1024 ** 2

export interface Variant {
  kind: Exclude<ObjectKind, 'original'>
  bytes: Buffer
}

export interface Found {
  /** Of a picture, upright. */
  width: number | null
  height: number | null
  pages: number | null
  variants: Variant[]
}

const refusals = ['UNSUPPORTED_FILE', 'IMAGE_TOO_LARGE', 'TOO_MANY_PAGES', 'FILE_UNREADABLE'] as const
export type Refusal = (typeof refusals)[number]

export type Finding = Found | { refused: Refusal }

/** On the wire: the length of a head, the head as JSON with the sizes of the variants, the variants. */
export function formatFinding(finding: Finding): Buffer {
  const variants = 'variants' in finding ? finding.variants : []
  const told = { ...finding, variants: variants.map(({ kind, bytes }) => ({ kind, size: bytes.length })) }
  const head = Buffer.from(JSON.stringify(told))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(head.length)
  return Buffer.concat([length, head, ...variants.map(({ bytes }) => bytes)])
}

/** Reads a finding back; undefined when it is not whole, as of a process that was ended, or not one of ours. */
export function parseFinding(output: Buffer): Finding | undefined {
  try {
    const start = 4 + output.readUInt32BE(0)
    const head = JSON.parse(output.toString('utf8', 4, start))
    if (head.refused !== undefined)
      return refusals.includes(head.refused) ? { refused: head.refused } : undefined
    const variants: Variant[] = []
    let at = start
    for (const { kind, size } of head.variants as { kind: Variant['kind']; size: number }[]) {
      if (!['model-image', 'preview', 'text'].includes(kind) || !(size >= 0)) return undefined
      variants.push({ kind, bytes: output.subarray(at, at + size) })
      at += size
    }
    if (at !== output.length) return undefined
    const numbers = [head.width, head.height, head.pages].map((one) =>
      Number.isSafeInteger(one) ? one : null,
    )
    const [width, height, pages] = numbers
    return { width, height, pages, variants }
  } catch {
    return undefined
  }
}
