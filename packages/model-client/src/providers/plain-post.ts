import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import * as http from 'node:http'
import * as https from 'node:https'

/**
 * POSTs JSON without the pool, for a provider that sends "100 Continue" though nobody asked: undici takes that for a
 * broken response, while HTTP allows it (RFC 9110, section 15.2). Has no timeout and follows no redirect.
 */
export async function plainPost(
  url: string,
  {
    headers,
    body,
    signal,
  }: { headers: Record<string, string>; body: string | Buffer; signal?: AbortSignal | null },
) {
  const { request } = url.startsWith('https:') ? https : http
  const length = String(Buffer.byteLength(body))
  const sent = request(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': length },
    ...(signal && { signal }),
  })
  sent.end(body)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  // An abort while nobody reads must not end the process.
  response.on('error', () => {})
  return { statusCode: response.statusCode ?? 0, headers: response.headers, body: response }
}
