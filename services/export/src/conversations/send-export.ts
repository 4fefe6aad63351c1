import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Bus } from '@lingzhi/bus/open-bus'
import { problem } from '@lingzhi/contracts/problem'
import { attachment } from '@lingzhi/http/attachment'
import type { FastifyReply } from 'fastify'
import type { ReaderKind, Readers } from '../downloads/readers.ts'
import type { Compression } from '../formats/compression.ts'
import { compressedMediaTypes, createCompressor } from '../formats/compression.ts'
import { createWriter } from '../formats/create-writer.ts'
import { fileName } from '../formats/file-name.ts'
import type { Format, Writer, WriterOptions } from '../formats/format.ts'
import { mediaTypes } from '../formats/format.ts'
import type { Page, Selection } from './read-pages.ts'
import { readPages } from './read-pages.ts'

/** Raised by chat; declared here for the routes' documents. */
export const ConversationNotFound = problem('CONVERSATION_NOT_FOUND', 404, {
  zh: '对话不存在',
  en: 'No such conversation.',
  check:
    'The conversation’s id: it must belong to the caller, and a guest’s ends 24 hours after its last use.',
})

export interface DirectExport {
  selection: Selection
  format: Format
  compression: Compression
  options: WriterOptions
  /** Without extension. */
  name: string
  reader: ReaderKind
}

/**
 * Streams an export as it is read. Nothing is sent before the first page is here, so that a failure until then
 * is a problem document; one after that breaks the connection, so that a cut file never looks whole.
 */
export async function sendExport(
  reply: FastifyReply,
  { bus, readers }: { bus: Bus; readers: Readers },
  direct: DirectExport,
): Promise<FastifyReply> {
  readers.admit(reply, direct.reader)
  const { selection, format, compression, options, name } = direct
  const pages = readPages(bus, { selection, include: ['conversations'] })
  const first = await pages.next()
  const file = Readable.from(render(createWriter(format, options), first, pages), { objectMode: false })

  reply.headers({
    'Content-Type': compression === 'none' ? mediaTypes[format] : compressedMediaTypes[compression],
    'Content-Disposition': attachment(fileName(name, format, compression)),
    'Cache-Control': 'private, no-store, no-transform',
    'X-Accel-Buffering': 'no',
  })
  const compressor = createCompressor(compression)
  if (!compressor) return reply.send(file)
  // A failure on either side ends both; the reply sees it as the compressor's.
  pipeline(file, compressor).catch(() => {})
  return reply.send(compressor)
}

async function* render(
  writer: Writer,
  first: IteratorResult<Page, void>,
  rest: AsyncGenerator<Page, void, undefined>,
): AsyncGenerator<Buffer, void, undefined> {
  yield writer.begin()
  if (!first.done) yield* writer.write(first.value)
  for await (const page of rest) yield* writer.write(page)
  yield writer.end()
}
