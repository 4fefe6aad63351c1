import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import { MalformedRequest } from '@lingzhi/contracts/common-problems'

/** The file of a form, and the fields that came before it. */
export interface FormFile {
  fields: Record<string, string>
  name: string
  bytes: AsyncIterable<Buffer>
  /** Names of fields that came behind the file, once the form has ended: known when the file has been read to its end. */
  late: () => Promise<string[]>
}

const limits = { fields: 10, fieldSize: 1_000, fieldNameSize: 100, files: 1, headerPairs: 20 }

/**
 * The first file of a multipart/form-data body (RFC 7578), as it arrives: nothing but what the parser holds is in memory. Raises
 * BAD_REQUEST for a body that is none, has no file, or ends within it.
 */
export function receiveForm(headers: IncomingHttpHeaders, body: Readable): Promise<FormFile> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = {}
    const refuse = (cause?: unknown) =>
      MalformedRequest({
        cause,
        detail: {
          zh: '表单必须是 multipart/form-data，并在各字段之后带一个文件',
          en: 'The form must be multipart/form-data with one file, behind its fields.',
        },
      })
    let form: InstanceType<typeof Busboy>
    try {
      form = new Busboy({
        headers: { ...headers, 'content-type': headers['content-type'] ?? '' },
        limits,
        fileHwm: 256 * 1024,
      })
    } catch (err) {
      return reject(refuse(err))
    }
    let file: Readable | undefined
    const late: string[] = []
    const ended = new Promise<void>((done) => {
      form.once('finish', done)
      form.once('error', () => done())
      body.once('close', done)
    })
    form.on('field', (name, value) => {
      if (file) late.push(name)
      if (name !== '__proto__') fields[name] = value
    })
    form.on('file', (_field, stream, filename) => {
      file = stream
      // A body that is cut while nobody reads the file yet must not end the process; who reads it later learns of it.
      stream.on('error', () => {})
      resolve({
        fields,
        name: filename ?? '',
        bytes: bytesOf(stream, refuse),
        late: () => ended.then(() => late),
      })
    })
    // Without a file nothing resolved; with one, what is left of the form means nothing.
    form.on('finish', () => reject(refuse()))
    const broken = (err: unknown) => {
      reject(refuse(err))
      file?.destroy(err as Error)
    }
    form.on('error', broken)
    body.once('error', broken)
    // Ended by its sender in the middle: no `end`, and no error either.
    body.once('close', () => {
      if (!body.readableEnded) broken(new Error('the body was cut off'))
    })
    body.pipe(form)
  })
}

/** Whichever of the two breaks off, the body or the form in it, its reader is told the same. */
async function* bytesOf(file: Readable, refuse: (cause: unknown) => Error) {
  try {
    yield* file as AsyncIterable<Buffer>
  } catch (err) {
    throw refuse(err)
  }
}
