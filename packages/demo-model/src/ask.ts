/** For this package's own tests: a bare caller that sees bytes, not what a forgiving client makes of them. */
export interface Heard {
  status: number
  headers: Headers
  bytes: Buffer
  text: string
  /** The `data:` payloads, in order. */
  events: string[]
  /** All `delta.content` put together. */
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

export async function ask(baseUrl: string, text: string, more: object = {}): Promise<Heard> {
  const body = { model: 'any', messages: [{ role: 'user', content: text }], stream: true, ...more }
  const response = await request(baseUrl, body)
  const parts: Uint8Array[] = []
  let broken: unknown
  try {
    for await (const part of response.body ?? []) parts.push(part)
  } catch (error) {
    broken = error
  }
  const bytes = Buffer.concat(parts)
  const heard = bytes.toString('utf8')
  const events = [...heard.matchAll(/^data: (.*?)\r?$/gm)].map(([, data]) => data ?? '')
  const content = events.map(contentOf).join('')
  return { status: response.status, headers: response.headers, bytes, text: heard, events, content, broken }
}

function contentOf(event: string): string {
  if (!event.startsWith('{')) return ''
  return JSON.parse(event).choices?.[0]?.delta?.content ?? ''
}
