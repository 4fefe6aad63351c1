import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { MalformedRequest } from '@lingzhi/contracts/common-problems'
import { problem } from '@lingzhi/contracts/problem'
import { languageOf, languageTags } from './language.ts'

export const RequestTimeout = problem('REQUEST_TIMEOUT', 408, {
  zh: '请求没有在限定时间内到达',
  en: 'The request did not arrive in time.',
  check: 'The caller’s connection: headers and body must arrive within the gateway’s time limits.',
})
export const HeadersTooLarge = problem('HEADERS_TOO_LARGE', 431, {
  zh: '请求头过大',
  en: 'The request headers are too large.',
  check: 'The size of cookies and tokens the caller sends.',
})

/** How long we keep reading from a client that is still sending, so that it gets our response instead of a reset. */
const lingerMs = 1_000

const byCode: Record<string, () => ReturnType<typeof MalformedRequest>> = {
  HPE_HEADER_OVERFLOW: HeadersTooLarge,
  ERR_HTTP_REQUEST_TIMEOUT: RequestTimeout,
}

/** Bytes of a refused request that are searched for its language. */
const searchedMax = 16_384

/** The language of a request that could not be read whole: what was read of it may say. */
function languageOfBytes(bytes: Buffer | undefined) {
  const read = bytes?.toString('latin1', 0, searchedMax) ?? ''
  const header = /\r\naccept-language:([^\r\n]*)/i.exec(read)?.[1]
  return languageOf({ headers: { 'accept-language': header } })
}

/** Responds to what is not HTTP, or not in time, with a problem document too; then the connection is closed. */
export function respondToClientError(
  error: NodeJS.ErrnoException & { rawPacket?: unknown },
  socket: Socket,
): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return
  const fault = (byCode[error.code ?? ''] ?? MalformedRequest)()
  const id = randomUUID()
  const language = languageOfBytes(Buffer.isBuffer(error.rawPacket) ? error.rawPacket : undefined)
  const body = JSON.stringify(fault.toDocument('/', id, language))
  const head = [
    `HTTP/1.1 ${fault.status} ${STATUS_CODES[fault.status]}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Language: ${languageTags[language]}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-ID: ${id}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  setTimeout(() => socket.destroy(), lingerMs).unref()
}
