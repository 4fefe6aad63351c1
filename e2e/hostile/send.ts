/** A response read to its end, a stream of events too. */
export interface ReadResponse {
  status: number
  type: string
  text: string
  requestId: string | null
}

const responseMaxMs = 20_000

/** Sends one request and reads the whole response; one without an end is an error. */
export async function send(
  base: string,
  method: string,
  { path, headers, body }: { path: string; headers: Record<string, string>; body?: string | undefined },
): Promise<ReadResponse> {
  const response = await fetch(base + path, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(responseMaxMs),
    ...(body !== undefined && { body }),
  })
  return {
    status: response.status,
    type: response.headers.get('content-type')?.split(';', 1)[0] ?? '',
    requestId: response.headers.get('x-request-id'),
    text: await response.text(),
  }
}
