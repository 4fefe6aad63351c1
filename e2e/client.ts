import { readAllEvents } from '@lingzhi/testing/read-events'

// biome-ignore lint/suspicious/noExplicitAny: replies are asserted on by shape, as an outside client sees them
export type Json = any

export interface Reply {
  status: number
  headers: Headers
  body: Json
  text: string
}

/** An outside client of the gateway: speaks HTTP, knows the public contract and nothing else. */
export function createClient(base: string, token?: string) {
  const headers = (extra: Record<string, string> = {}) => ({
    ...(token && { authorization: `Bearer ${token}` }),
    ...extra,
  })
  const send = async (method: string, path: string, body?: unknown): Promise<Reply> => {
    const response = await fetch(base + path, {
      method,
      headers: headers(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson && text ? JSON.parse(text) : null,
    }
  }
  return {
    get: (path: string) => send('GET', path),
    post: (path: string, body?: unknown) => send('POST', path, body),
    patch: (path: string, body?: unknown) => send('PATCH', path, body),
    delete: (path: string) => send('DELETE', path),
    /** The open response of a stream, for tests that read it event by event. */
    open: (path: string, body?: unknown, extra: Record<string, string> = {}) =>
      fetch(base + path, {
        method: body === undefined ? 'GET' : 'POST',
        headers: headers({ ...(body !== undefined && { 'content-type': 'application/json' }), ...extra }),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    stream: async (path: string, body?: unknown, extra: Record<string, string> = {}) => {
      const response = await fetch(base + path, {
        method: body === undefined ? 'GET' : 'POST',
        headers: headers({ ...(body !== undefined && { 'content-type': 'application/json' }), ...extra }),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const events = await readAllEvents(response)
      const text = events
        .filter(({ event }) => event === undefined)
        .map(({ data }) => data.content)
        .join('')
      return { response, events, text }
    },
    as: (other: string) => createClient(base, other),
  }
}
export type Client = ReturnType<typeof createClient>
