/** A response as received, for this package's tests: raw bytes, not what a tolerant client makes of them. */
export interface RawResponse {
  status: number
  headers: Headers
  bytes: Buffer
  text: string
  /** The `data:` payloads, in order. */
  events: string[]
  /** All `delta.content`, joined. */
  content: string
  /** Why reading ended early, if it did. */
  broken?: unknown
}

export function request(
  baseUrl: string,
  body: object,
  signal = AbortSignal.timeout(10_000),
): Promise<Response> {
  const method = 'POST'
  const headers = { 'content-type': 'application/json' }
  return fetch(`${baseUrl}/chat/completions`, { method, headers, body: JSON.stringify(body), signal })
}

export async function ask(baseUrl: string, question: string, more: object = {}): Promise<RawResponse> {
  const body = { model: 'any', messages: [{ role: 'user', content: question }], stream: true, ...more }
  const response = await request(baseUrl, body)
  const parts: Uint8Array[] = []
  let broken: unknown
  try {
    for await (const part of response.body ?? []) parts.push(part)
  } catch (error) {
    broken = error
  }
  const bytes = Buffer.concat(parts)
  const text = bytes.toString('utf8')
  const events = [...text.matchAll(/^data: (.*?)\r?$/gm)].map(([, data]) => data ?? '')
  const content = events.map(contentOf).join('')
  return { status: response.status, headers: response.headers, bytes, text, events, content, broken }
}

function contentOf(event: string): string {
  if (!event.startsWith('{')) return ''
  return JSON.parse(event).choices?.[0]?.delta?.content ?? ''
}
