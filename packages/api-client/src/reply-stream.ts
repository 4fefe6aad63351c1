import type { ClientCode } from './problem-error.ts'
import { ProblemError, toProblem } from './problem-error.ts'
import { readEvents } from './read-events.ts'
import type { operations } from './schema.ts'

type WholeReply = operations['postApiChat']['responses'][200]['content']['application/json']['data']

export interface ReplyIds {
  conversation_id: string
  message_id: string
  reply_id: string
  question_id: string
  agent_id: number
}

/**
 * `text` is the new piece, `whole` all text so far. After `reset` the text before it is void. `id` names the event, for
 * `after`; it is empty where the server gives none.
 */
export type ReplyEvent = { id: string } & (
  | ({ type: 'start' } & ReplyIds)
  | { type: 'queued'; position: number }
  | { type: 'text'; text: string; whole: string }
  | { type: 'reasoning'; text: string; whole: string }
  | { type: 'reset' }
  /** `text`: the whole answer, if a `reset` came before. */
  | ({ type: 'done'; text?: string } & ReplyIds &
      Pick<WholeReply, 'usage' | 'cached' | 'finish_reason' | 'model'>)
)

/** Where a page stopped reading a reply: the last event's id, and the text so far. */
export interface ReadSoFar {
  lastEventId: string
  text: string
  reasoning: string
}

export interface StreamOptions {
  /** Of the question: sent again under the same key, it gets the same reply. Default: a new one for each call. */
  idempotencyKey?: string
  /** Goes on from here; for `replyStream`. */
  after?: ReadSoFar
  /** Called when the connection has broken and is being mended; the next event tells that it is. */
  onTrouble?: (error: unknown) => void
  /** Ends reading, not the reply; to stop that, POST /api/chat-stream/{reply_id}/stop. */
  signal?: AbortSignal
  /** Attempts in a row without anything new after which the stream is given up. Default 10. */
  attemptsMax?: number
  /** The first pause between attempts, in milliseconds; doubled up to 5 s. Default 200. */
  pauseMs?: number
}

export interface ReplySource {
  /** Requests the stream, again under the same key if the response was lost. */
  open: (signal: AbortSignal | undefined) => Promise<Response>
  /** Resumes the reply after the event with this id. */
  resume: (replyId: string, lastEventId: string, signal: AbortSignal | undefined) => Promise<Response>
  replyId?: string
}

const pauseMaxMs = 5_000

/**
 * Reads a reply to its end, however often the connection breaks: it resumes after the last event it has seen. Throws
 * the reply's own problem, STREAM_BROKEN when attempts are used up, and the signal's reason.
 */
export async function* readReply(source: ReplySource, options: StreamOptions): AsyncGenerator<ReplyEvent> {
  const { signal, attemptsMax = 10, pauseMs = 200 } = options
  let replyId = source.replyId
  const { lastEventId: from = '', text = '', reasoning = '' } = options.after ?? {}
  let lastEventId = from
  let started = from !== ''
  let whole = { text, reasoning }

  for (let failures = 0; ; ) {
    try {
      const response = replyId ? await source.resume(replyId, lastEventId, signal) : await source.open(signal)
      // The end was seen before.
      if (response.status === 204) return
      for await (const { id = '', event, data } of readEvents(response)) {
        const body = JSON.parse(data)
        if (event === 'error') throw toProblem(503, body)
        // Only a new event counts as progress: a stream that always breaks after the same event is given up.
        if (id && id !== lastEventId) {
          failures = 0
          lastEventId = id
        }
        if (event === 'start') {
          replyId = body.reply_id as string
          if (!started) yield { type: 'start', id, ...(body as ReplyIds) }
          started = true
        } else if (event === undefined || event === 'reasoning') {
          const type = event ?? 'text'
          const text = (body.content ?? body.reasoning) as string
          whole[type] += text
          yield { type, id, text, whole: whole[type] }
        } else if (event === 'reset') {
          whole = { text: '', reasoning: '' }
          yield { type: 'reset', id }
        } else if (event === 'queued') {
          yield { type: 'queued', id, position: body.position }
        } else if (event === 'done') {
          yield { ...body, type: 'done', id }
          return
        }
      }
      throw new Error('the stream ended before the reply did')
    } catch (error) {
      signal?.throwIfAborted()
      if (isFinal(error, replyId)) throw error
      failures += 1
      options.onTrouble?.(error)
      if (failures >= attemptsMax) {
        const message = 'The stream broke and could not be resumed.'
        throw new ProblemError(0, 'STREAM_BROKEN' satisfies ClientCode, { message, cause: error })
      }
      await pause(Math.max(retryAfterMs(error), Math.min(pauseMs * 2 ** (failures - 1), pauseMaxMs)), signal)
    }
  }
}

/** Whether to raise an error now. Until the reply is known, only a lost response is retried; a refusal is final. */
function isFinal(error: unknown, replyId: string | undefined): boolean {
  if (!(error instanceof ProblemError)) return false
  if ((error.code as string) === 'STREAM_INTERRUPTED') return false
  if ([502, 504].includes(error.status) && isOfTheEdge(error)) return false
  return !(replyId && isOfTheEdge(error))
}

/** Whether the code is one that a restarting platform sends; a failed reply has a model's code. */
const isOfTheEdge = ({ code }: ProblemError) =>
  [
    'SERVICE_UNAVAILABLE',
    'BAD_GATEWAY',
    'GATEWAY_TIMEOUT',
    'TOO_MANY_REQUESTS',
    'UNREADABLE_RESPONSE',
  ].includes(code)

const retryAfterMs = (error: unknown) =>
  error instanceof ProblemError ? Math.min((error.retry_after ?? 0) * 1_000, 60_000) : 0

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })
}
