import type { ReadFormat } from '../found.ts'
import { ImportFault, notJson, notUtf8, unknownFormat } from '../reading/fault.ts'
import { JsonScanner } from '../reading/scan-json.ts'
import type { Document } from '../reading/unpack.ts'
import { isObject } from './lingzhi.ts'
import { readLingzhiJson } from './lingzhi-json.ts'
import { readLingzhiNdjson } from './lingzhi-ndjson.ts'

/** The formats that can be told. */
export const importFormats = ['lingzhi-ndjson', 'lingzhi-json'] as const
export type ImportFormat = (typeof importFormats)[number]

export const readers: Record<ImportFormat, ReadFormat> = {
  'lingzhi-ndjson': readLingzhiNdjson,
  'lingzhi-json': readLingzhiJson,
}

const headBytes = 1024 ** 2

/** Which format a document has, by what it holds. Raises ImportFault when it is none of them. */
export async function tellFormat(document: Document): Promise<ImportFormat> {
  const head = await readHead(document)
  checkEncoding(head)
  const text = head.toString('utf8', head[0] === 0xef ? 3 : 0).trimStart()
  if (text === '') throw new ImportFault('EMPTY', { zh: '文件是空的', en: 'The file is empty.' })
  if (text[0] !== '{' && text[0] !== '[') throw notJson({ line: 1 })
  const format = ofLines(text) ?? ofDocument(head)
  if (!format) throw unknownFormat()
  return format
}

async function readHead(document: Document): Promise<Buffer> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const chunk of document.open()) {
    pieces.push(Buffer.from(chunk.subarray(0, headBytes - bytes)))
    bytes += chunk.length
    if (bytes >= headBytes) break
  }
  return Buffer.concat(pieces)
}

/** UTF-16 has a zero beside JSON's first character, or a mark before it. */
function checkEncoding(head: Buffer): void {
  const [first, second] = head
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  if (marked || (head.length > 1 && (first === 0 || second === 0))) throw notUtf8({ byte: 0 })
}

/** A file of lines: its first is a whole object, and another begins behind it. */
function ofLines(text: string): ImportFormat | undefined {
  const end = text.indexOf('\n')
  const line = end === -1 ? text : text.slice(0, end)
  let first: unknown
  try {
    first = JSON.parse(line)
  } catch {
    return undefined
  }
  if (!isObject(first)) return undefined
  if (first.type === 'export' && 'format' in first) return 'lingzhi-ndjson'
  return undefined
}

/** A document: by the names of the members it begins with, down to a few levels. */
function ofDocument(head: Buffer): ImportFormat | undefined {
  const paths = new Set<string>()
  const scanner = new JsonScanner(
    (path) => {
      paths.add(path.map((key) => (typeof key === 'number' ? '*' : key)).join('.'))
      return path.length < 4 && path.every((key) => typeof key === 'string' || key < 3) ? 'enter' : 'pass'
    },
    { valueMaxBytes: 1, depthMax: 10_000 },
  )
  for (const _ of scanner.push(head[0] === 0xef ? head.subarray(3) : head)) {
    // Only the names matter.
  }
  const has = (...some: string[]) => some.every((path) => paths.has(path))
  if (has('format', 'format_version')) return 'lingzhi-json'
  return undefined
}
