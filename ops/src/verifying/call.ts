/** What a request of a verification got: the status, the text as it came, and its JSON when it is any. */
export type Got = { status: number; text: string; json: Record<string, never> | undefined; headers: Headers }

/** Longest wait for one response; an answer of a model takes its time. */
const requestMaxMs = 60_000

/** Requests of one caller, straight by the public contract, so that nothing of our own client hides a fault. */
export function openCaller(gateway: string, signal: AbortSignal, token?: string) {
  const headers = (body?: object, more?: Record<string, string>) => ({
    'accept-language': 'zh',
    ...(body && { 'content-type': 'application/json' }),
    ...(token && { authorization: `Bearer ${token}` }),
    ...more,
  })
  const send = (
    method: string,
    path: string,
    body?: object,
    more?: Record<string, string>,
    maxMs = requestMaxMs,
  ) =>
    fetch(gateway + path, {
      method,
      headers: headers(body, more),
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(maxMs)]),
    })
  return {
    send,
    async call(method: string, path: string, body?: object, maxMs?: number): Promise<Got> {
      const response = await send(method, path, body, undefined, maxMs)
      const text = await response.text()
      return { status: response.status, text, json: parse(text), headers: response.headers }
    },
  }
}

export type Caller = ReturnType<typeof openCaller>

/** What a check says when a response is not what it has to be. */
export function unexpected({ status, text }: Got): Error {
  return new Error(`status ${status}: ${text.slice(0, 200)}`)
}

function parse(text: string): Record<string, never> | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
