const field = /^(event|data|id|retry): |^:/

/** What is wrong with a stream of events that has ended, or null: it must be well-formed and say how it ended. */
export function streamFault(text: string, path: string): string | null {
  if (!text.endsWith('\n\n')) return 'the stream breaks off within an event'
  const events = text.split('\n\n').filter((event) => /^(event|data): /m.test(event))
  const broken = events.find((event) => !event.split('\n').every((line) => field.test(line)))
  if (broken) return `not an event: ${broken.slice(0, 100)}`
  const data = events.map((event) => /^data: (.*)$/m.exec(event)?.[1] ?? '')
  const last = events.at(-1) ?? ''
  if (path === '/v1/responses') {
    if (!/^event: (response\.(completed|incomplete|failed)|error)$/m.test(last))
      return `the stream ends with ${last.slice(0, 100)}`
    return data.every(isJson) ? null : 'an event is not JSON'
  }
  if (path.startsWith('/v1/')) {
    if (data.at(-1) !== '[DONE]' && !/^\{"error":/.test(data.at(-1) ?? '')) return 'the stream has no [DONE]'
    return data.slice(0, -1).every(isJson) ? null : 'an event is not JSON'
  }
  // Its events have no names: what they are stands in their data.
  const ended = path.startsWith('/api/v1/learning/')
    ? /^data: \{.*"type":"(done|error)"/m
    : path.startsWith('/api/v1/homework/')
      ? /^event: (graded|failed|error)$/m
      : /^event: (done|error)$/m
  if (!ended.test(last)) return `the stream ends with ${last.slice(0, 100)}`
  return data.every(isJson) ? null : 'an event is not JSON'
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
