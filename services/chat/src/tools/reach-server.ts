import type { LookupAddress, LookupOptions } from 'node:dns'
import { lookup } from 'node:dns'
import { problem } from '@lingzhi/contracts/problem'
import { isPublicAddress, isPublicUrl } from '@lingzhi/http/public-url'
import { Agent, fetch as fetchOver } from 'undici'

export const ToolServerUrlRefused = problem('TOOL_SERVER_URL_REFUSED', 400, {
  zh: '工具服务器的地址必须是公网的 https 地址，或 TOOLS_PRIVATE_HOSTS 中的主机',
  en: 'The address of a tool server is https at a public host, or at a host of TOOLS_PRIVATE_HOSTS.',
  check: 'TOOLS_PRIVATE_HOSTS, if the server stands in your own network.',
})

/** Bytes that are read of one response: many times what is kept of a result. */
const bytesMax = 4 * 1_048_576
/** Values and lines that are read of one response: reading and checking more would hold this process. */
const marksMax = 10_000
const connectMs = 10_000

/** A host name that leads into the operator's network, although its name is not one of it. */
class PrivateAddress extends Error {}
class TooManyBytes extends Error {}
class TooManyValues extends Error {}

/** Whether settings name this host, so that it may be private and need not be https. */
export function isNamed(url: URL, privateHosts: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return privateHosts
    .toLowerCase()
    .split(',')
    .map((one) => one.trim())
    .some((one) => one !== '' && (one === url.hostname || one === `${url.hostname}:${port}`))
}

/** The address of a server, if it may be reached. Raises TOOL_SERVER_URL_REFUSED. */
export function readServerUrl(text: string, privateHosts: string): URL {
  const url = URL.parse(text)
  const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (!url || !isHttp || url.username !== '' || url.password !== '' || url.hash !== '')
    throw ToolServerUrlRefused()
  if (!isNamed(url, privateHosts) && !isPublicUrl(url.href)) throw ToolServerUrlRefused()
  return url
}

type Found = (err: Error | null, address: string | LookupAddress[], family?: number) => void

/** Looks a name up once, for the connection that is made to just that; refuses it if any of its addresses is private. */
function lookUpPublic(hostname: string, options: LookupOptions, found: Found) {
  lookup(hostname, { ...options, all: true }, (err, addresses) => {
    const hidden = addresses?.find(({ address }) => !isPublicAddress(address))
    if (err) return found(err, '')
    if (hidden) return found(new PrivateAddress(`${hostname} leads to a private address`), '')
    if (options.all) return found(null, addresses)
    const [first] = addresses
    found(first ? null : new Error('no address'), first?.address ?? '', first?.family)
  })
}

export interface Reach {
  fetch: (url: string | URL, init?: RequestInit) => Promise<Response>
  /** Ends every connection, also those under way. */
  close: () => Promise<void>
}

/**
 * How one server is reached: at its own origin only, no redirect followed, the address checked that is connected to, and at most so many
 * bytes of a response. Close it.
 */
export function reachServer(server: URL, privateHosts: string): Reach {
  const dispatcher = new Agent({
    connect: { timeout: connectMs, ...(!isNamed(server, privateHosts) && { lookup: lookUpPublic }) },
    connections: 4,
    // The caller holds the bounds of time.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  const bounded = (body: ReadableStream<Uint8Array>) => {
    let left = bytesMax
    const marksOf = createMarks()
    return body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          left -= chunk.byteLength
          if (left < 0) controller.error(new TooManyBytes('the server sent too many bytes'))
          else if (marksOf(chunk) > marksMax)
            controller.error(new TooManyValues('the server sent too many values'))
          else controller.enqueue(chunk)
        },
      }),
    )
  }
  return {
    fetch: async (url, init = {}) => {
      const target = new URL(url)
      if (target.origin !== server.origin) throw new Error('another origin')
      // A stream of what the server says unasked: nobody listens to it.
      if (init.method === 'GET') return new Response(null, { status: 405 })
      const over = { ...init, dispatcher, redirect: 'error' } as Parameters<typeof fetchOver>[1]
      const response = await fetchOver(target, over)
      const { status, statusText } = response
      const body = response.body && bounded(response.body as unknown as ReadableStream<Uint8Array>)
      return new Response(isEmpty(status) ? null : body, {
        status,
        statusText,
        headers: [...response.headers],
      })
    },
    close: () => dispatcher.destroy(),
  }
}

const [quote, backslash, newline] = [0x22, 0x5c, 0x0a]
const separators: ReadonlySet<number> = new Set(Buffer.from(',[{'))

/** Counts what begins a value of JSON, and lines, over all pieces of a text. A string ends at the end of its line, whatever a stranger left open. */
function createMarks(): (piece: Uint8Array) => number {
  let marks = 0
  let inText = false
  let escaped = false
  return (piece) => {
    for (const byte of piece) {
      if (byte === newline) {
        marks += 1
        inText = false
        escaped = false
      } else if (escaped) escaped = false
      else if (byte === quote) inText = !inText
      else if (inText) escaped = byte === backslash
      else if (separators.has(byte)) marks += 1
    }
    return marks
  }
}

const isEmpty = (status: number) => status === 204 || status === 205 || status === 304
