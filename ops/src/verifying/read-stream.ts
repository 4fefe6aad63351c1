import type { Caller } from './call.ts'

export type Piece = { id: string; event: string; data: string; atMs: number }

/** Reads an event stream to its end, or until `enough` says so; the pieces in order, with when each came. */
export async function readStream(response: Response, enough?: (piece: Piece) => boolean): Promise<Piece[]> {
  const pieces: Piece[] = []
  let text = ''
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const piece = pieceOf(text.slice(0, end))
      text = text.slice(end + 2)
      if (!piece) continue
      pieces.push(piece)
      if (enough?.(piece)) return pieces
    }
  }
  return pieces
}

function pieceOf(block: string): Piece | undefined {
  const field = (name: string) =>
    block
      .split('\n')
      .filter((line) => line.startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).trimStart())
      .join('\n')
  const data = field('data')
  return data ? { id: field('id'), event: field('event'), data, atMs: performance.now() } : undefined
}

/** The text of an answer that a stream carried. */
export const textOf = (pieces: Piece[]): string =>
  pieces
    .filter(({ event }) => event === '')
    .map(({ data }) => (JSON.parse(data) as { content?: string }).content ?? '')
    .join('')

export const openStream = (caller: Caller, message: string) =>
  caller.send('POST', '/api/chat-stream', { message }, { accept: 'text/event-stream' })
