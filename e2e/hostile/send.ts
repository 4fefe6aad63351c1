/** An answer as a fuzzer reads it, a stream of events to its end. */
export interface Answer {
  status: number
  type: string
  text: string
  requestId: string | null
}

const answerMaxMs = 20_000

/** Sends one request and reads the whole answer; an answer without an end is an error. */
export async function send(
  base: string,
  method: string,
  { path, headers, body }: { path: string; headers: Record<string, string>; body?: string | undefined },
): Promise<Answer> {
  const response = await fetch(base + path, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(answerMaxMs),
    ...(body !== undefined && { body }),
  })
  return {
    status: response.status,
    type: response.headers.get('content-type')?.split(';', 1)[0] ?? '',
    requestId: response.headers.get('x-request-id'),
    text: await response.text(),
  }
}
