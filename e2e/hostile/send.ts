/** An answer as far as a fuzzer reads it: `text` is null for a stream, of which only the beginning is read. */
export interface Answer {
  status: number
  type: string
  text: string | null
  requestId: string | null
}

const answerMaxMs = 20_000

/** Sends one request; of a stream of events reads the first bytes, then leaves. */
export async function send(
  base: string,
  method: string,
  { path, headers, body }: { path: string; headers: Record<string, string>; body?: string | undefined },
): Promise<Answer> {
  const leave = new AbortController()
  const response = await fetch(base + path, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.any([leave.signal, AbortSignal.timeout(answerMaxMs)]),
    ...(body !== undefined && { body }),
  })
  const type = response.headers.get('content-type')?.split(';', 1)[0] ?? ''
  const answer = { status: response.status, type, requestId: response.headers.get('x-request-id') }
  if (type !== 'text/event-stream') return { ...answer, text: await response.text() }
  await response.body?.getReader().read()
  leave.abort()
  return { ...answer, text: null }
}
