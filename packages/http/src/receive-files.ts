import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import { MalformedRequest } from '@lingzhi/contracts/common-problems'

export interface FormBounds {
  filesMax: number
  fileBytesMax: number
  fieldsMax: number
  fieldBytesMax: number
  /** What is raised for one file too many, and for one too large. */
  tooMany: () => Error
  tooLarge: () => Error
}

/**
 * Reads a multipart/form-data body (RFC 7578) with any number of files, and hands each on before the next is read: one of them is in
 * memory at a time. Returns the values of its fields by name, wherever they stand. Raises BAD_REQUEST for a body that is no form or ends
 * within it, and whatever `take` raises.
 */
export async function receiveFiles(
  headers: IncomingHttpHeaders,
  body: Readable,
  bounds: FormBounds,
  take: (file: { name: string; bytes: Buffer }) => Promise<void>,
): Promise<Map<string, string[]>> {
  const { promise: broken, reject } = Promise.withResolvers<never>()
  const fields = new Map<string, string[]>()
  const form = open(headers, bounds)
  let taken: Promise<unknown> = Promise.resolve()
  form.on('field', (name, value, nameCut, valueCut) => {
    if (nameCut || valueCut) reject(malformed(new Error('a field is too long')))
    fields.set(name, [...(fields.get(name) ?? []), value])
  })
  form.on('fieldsLimit', () => reject(malformed(new Error('too many fields'))))
  form.on('filesLimit', () => reject(bounds.tooMany()))
  form.on('file', (_field, stream, filename) => {
    // A body that is cut while nobody reads the file yet must not end the process.
    stream.on('error', () => {})
    taken = taken.then(async () => {
      const bytes = await wholeOf(stream, bounds)
      // What a browser sends of an input where nothing was chosen.
      if (bytes.length > 0 || filename) await take({ name: filename ?? '', bytes })
    })
    taken.catch(reject)
  })
  const ended = new Promise<void>((resolve) => form.once('finish', resolve))
  const cut = (err: unknown) => reject(malformed(err))
  form.on('error', cut)
  body.once('error', cut)
  // Ended by its sender in the middle: no `end`, and no error either.
  body.once('close', () => {
    if (!body.readableEnded) cut(new Error('the body was cut off'))
  })
  body.pipe(form)
  try {
    await Promise.race([ended.then(() => taken), broken])
    return fields
  } finally {
    body.unpipe(form)
  }
}

function open(headers: IncomingHttpHeaders, { filesMax, fieldsMax, fieldBytesMax }: FormBounds) {
  const limits = { fields: fieldsMax, fieldSize: fieldBytesMax, fieldNameSize: 100, files: filesMax }
  try {
    return new Busboy({
      headers: { ...headers, 'content-type': headers['content-type'] ?? '' },
      limits: { ...limits, headerPairs: 20 },
      fileHwm: 256 * 1024,
    })
  } catch (err) {
    throw malformed(err)
  }
}

const malformed = (cause: unknown) =>
  MalformedRequest({
    cause,
    detail: {
      zh: '表单不完整，或不是 multipart/form-data',
      en: 'The form is not whole, or is no multipart/form-data.',
    },
  })

async function wholeOf(stream: Readable, { fileBytesMax, tooLarge }: FormBounds): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      size += piece.length
      if (size > fileBytesMax) break
      pieces.push(piece)
    }
  } catch (err) {
    throw malformed(err)
  }
  if (size > fileBytesMax) throw tooLarge()
  return Buffer.concat(pieces)
}
