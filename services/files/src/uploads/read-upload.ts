import type { Readable } from 'node:stream'
import { MalformedRequest, UnsupportedMediaType, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { FileTooLarge } from '@lingzhi/contracts/file-problems'
import type { JsonMeasure } from '@lingzhi/http/measure-json'
import { measureJson } from '@lingzhi/http/measure-json'
import { receiveForm } from '@lingzhi/http/receive-form'
import type { FastifyRequest } from 'fastify'
import { fileBytesOf } from './form-bytes.ts'
import { fileBytesMax } from './sniff.ts'

/** A file on its way in. */
export interface Upload {
  name: string
  fields: Record<string, unknown>
  bytes: AsyncIterable<Buffer>
  /** What it will be; undefined where only its end tells. */
  size: number | undefined
}

/** Base64 of the largest file, and the members around it. */
const jsonBytesMax = Math.ceil(fileBytesMax / 3) * 4 + 64 * 1024
/** Where a form's file begins, its fields before it. */
const formHeadMax = 64 * 1024

/** The file of a request: a form, or JSON `{name, type, data}` with its bytes in base64. Raises BAD_REQUEST and its like. */
export async function readUpload({ headers, body }: FastifyRequest): Promise<Upload> {
  const payload = body as Readable | undefined
  const type = headers['content-type'] ?? ''
  if (!payload) throw nothing()
  if (/^multipart\/form-data\b/i.test(type)) return fromForm(headers, payload)
  if (/^application\/json\b/i.test(type)) return fromJson(payload)
  throw UnsupportedMediaType({
    detail: {
      zh: '请以 multipart/form-data 发送文件，或以 application/json 发送 {name, type, data}',
      en: 'Send the file as multipart/form-data, or {name, type, data} as application/json.',
    },
  })
}

async function fromForm(headers: FastifyRequest['headers'], payload: Readable): Promise<Upload> {
  const seen: Buffer[] = []
  let bytes = 0
  const note = (piece: Buffer) => {
    if (bytes < formHeadMax) seen.push(piece)
    bytes += piece.length
  }
  payload.on('data', note)
  const form = await receiveForm(headers, payload).finally(() => payload.off('data', note))
  return { ...form, size: fileBytesOf(headers, Buffer.concat(seen)) }
}

async function fromJson(payload: Readable): Promise<Upload> {
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of payload as AsyncIterable<Buffer>) {
      size += piece.length
      if (size > jsonBytesMax) throw FileTooLarge()
      pieces.push(piece)
    }
  } catch (err) {
    throw size > jsonBytesMax ? err : MalformedRequest({ cause: err })
  }
  const { data, name, ...fields } = await membersOf(Buffer.concat(pieces))
  if (typeof data !== 'string' || data === '') throw invalid('data', 'base64')
  if (name !== undefined && typeof name !== 'string') throw invalid('name', 'text')
  const text = data.slice(data.startsWith('data:') ? data.indexOf(',') + 1 : 0).trim()
  await nextTurn()
  const file = Buffer.from(text, 'base64')
  // What is no base64 is passed over by Buffer, and so tells itself by what is missing.
  if (file.length !== bytesOf(text) || file.length === 0) throw invalid('data', 'base64')
  return { name: name ?? '', fields, bytes: one(file), size: file.length }
}

/** Others have their turn between the steps for a text of this length, each of which takes some milliseconds. */
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** How many bytes a text is in base64, by its length without the padding. */
function bytesOf(text: string): number {
  let end = text.length
  while (text[end - 1] === '=') end--
  return Math.floor((end * 3) / 4)
}

async function* one(bytes: Buffer) {
  yield bytes
}

/** Such a body has three or four members. */
const valuesMax = 1_000
const depthMax = 100

async function membersOf(body: Buffer): Promise<Record<string, unknown>> {
  const { values, depth, balanced } = await new Promise<JsonMeasure>((resolve) => measureJson(body, resolve))
  if (values > valuesMax || depth > depthMax || !balanced) throw MalformedRequest()
  const text = body.toString()
  await nextTurn()
  try {
    const value: unknown = JSON.parse(text)
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch (cause) {
    throw MalformedRequest({ cause })
  }
  throw MalformedRequest()
}

const invalid = (path: string, wanted: 'base64' | 'text') =>
  ValidationFailed({
    errors: [
      {
        path,
        message:
          wanted === 'text'
            ? { zh: '必须是文本', en: 'must be text' }
            : { zh: '必须是以 base64 编码的文件内容', en: 'must be the bytes of a file, in base64' },
      },
    ],
  })

const nothing = () =>
  MalformedRequest({ detail: { zh: '请求中没有文件', en: 'There is no file in the request.' } })
