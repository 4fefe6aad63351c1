import type { ClientCode } from './problem-error.ts'
import { ProblemError, toProblem } from './problem-error.ts'
import { readEvents } from './read-events.ts'
import type { components, operations } from './schema.ts'

/** What is told of a tool: that it is called, that the call waits for a decision, and how it ended. */
export type ToolPart = Unplaced<Schemas['PlacedToolCall' | 'PlacedApproval' | 'PlacedToolResult']>

type Schemas = components['schemas']
type Unplaced<P> = P extends unknown ? Omit<P, 'at'> : never
type WholeReply = operations['postApiChat']['responses'][200]['content']['application/json']['data']

export interface ReplyIds {
  conversation_id: string
  message_id: string
  reply_id: string
  question_id: string
  agent_id: number
}

/**
 * `text` is the new piece, `whole` all text so far. After `reset` the text before it is void. `id` is that of the last event
 * that has one, and empty before it: together with the text so far the place to go on from.
 */
export type ReplyEvent = { id: string } & (
  | ({ type: 'start' } & ReplyIds)
  | { type: 'queued'; position: number }
  | { type: 'text'; text: string; whole: string }
  | { type: 'reasoning'; text: string; whole: string }
  | { type: 'tool'; part: ToolPart }
  | { type: 'reset' }
  /** `text`: the whole answer, if a `reset` came before. */
  | ({ type: 'done'; text?: string } & ReplyIds &
      Pick<WholeReply, 'usage' | 'cached' | 'finish_reason' | 'model'>)
)

/** How far a reply was read: the `id` of the last event, and the `whole` of both texts. */
export interface PlaceInReply {
  lastEventId: string
  text: string
  reasoning: string
}

export interface StreamOptions {
  /** Ends reading, not the reply; to stop that, POST /api/chat-stream/{reply_id}/stop. */
  signal?: AbortSignal
  /** Of what is sent: repeated under its key, after a sign-in for example, it gets the same reply. Default: a new one. */
  idempotencyKey?: string
  /** Called each time the stream is connected, before its first event. */
  onConnected?: () => void
  /** Called each time the connection has failed and another attempt follows, with the reason. */
  onTrouble?: (reason: unknown) => void
  /** Called when the stream is connected again after trouble, even if the reply says nothing for now. */
  onMended?: () => void
  /** Attempts in a row without anything new after which the stream is given up. Default 10. */
  attemptsMax?: number
  /** The first pause between attempts, in milliseconds; doubled up to 5 s. Default 200. */
  pauseMs?: number
  /** A connection without a byte for this long is taken for broken. The server writes every 15 s. Default 40 s. */
  silenceMs?: number
}

export interface ReplyStreamOptions extends StreamOptions {
  /** Goes on after this place instead of from the beginning. */
  after?: PlaceInReply
}

/** A frame of the tutor's stream in the words of a reply: which event it is, and its data. */
export type ReadFrame = (data: Record<string, unknown>) => { event?: string; body: Record<string, unknown> }

export interface ReplySource {
  /** Of a stream that names its events in the data. */
  readFrame?: ReadFrame
  /** Requests the stream, again under the same key if the response was lost. */
  open?: (signal: AbortSignal) => Promise<Response>
  /** Resumes the reply after the event with this id. */
  resume: (replyId: string, lastEventId: string, signal: AbortSignal) => Promise<Response>
  replyId?: string
}

const pauseMaxMs = 5_000
const silenceMaxMs = 40_000

/**
 * Reads a reply to its end, however often the connection breaks: it resumes after the last event it has seen. Throws
 * the reply's own problem, STREAM_BROKEN when attempts are used up, and the signal's reason.
 */
export async function* readReply(
  source: ReplySource,
  options: ReplyStreamOptions,
): AsyncGenerator<ReplyEvent> {
  const { signal, attemptsMax = 10, pauseMs = 200, silenceMs = silenceMaxMs } = options
  let replyId = source.replyId
  let { lastEventId: id, ...whole } = options.after?.lastEventId ? options.after : beginning
  let started = false

  for (let failures = 0, troubled = false; ; ) {
    try {
      const response = await inTime(silenceMs, signal, (attempt) =>
        replyId || !source.open ? source.resume(replyId!, id, attempt) : source.open(attempt),
      )
      options.onConnected?.()
      if (troubled) options.onMended?.()
      troubled = false
      // This place is the end already.
      if (response.status === 204) return
      for await (const { id: own, event: name, data } of readEvents(response, silenceMs)) {
        const frame = { event: name, body: JSON.parse(data) }
        const { event, body } = source.readFrame ? { ...frame, ...source.readFrame(frame.body) } : frame
        if (event === 'error') throw toProblem(503, body)
        // Only a new event counts as progress: a stream that always breaks after the same event is given up.
        if (own && own !== id) {
          failures = 0
          id = own
        }
        if (event === 'start') {
          replyId = body.reply_id as string
          if (!started) yield { ...(body as ReplyIds), type: 'start', id }
          started = true
        } else if (event === undefined || event === 'reasoning') {
          const type = event ?? 'text'
          const text = (body.content ?? body.reasoning) as string
          whole[type] += text
          yield { type, id, text, whole: whole[type] }
        } else if (event === 'reset') {
          whole = { text: '', reasoning: '' }
          yield { type: 'reset', id }
        } else if (event === 'tool_call' || event === 'approval' || event === 'tool_result') {
          yield { type: 'tool', id, part: { ...body, type: event } }
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
      if (failures >= attemptsMax) {
        const message = 'The stream broke and could not be resumed.'
        throw new ProblemError(0, 'STREAM_BROKEN' satisfies ClientCode, { message, cause: error })
      }
      troubled = true
      options.onTrouble?.(error)
      await pause(Math.max(retryAfterMs(error), Math.min(pauseMs * 2 ** (failures - 1), pauseMaxMs)), signal)
    }
  }
}

const beginning: PlaceInReply = { lastEventId: '', text: '', reasoning: '' }

/** A response to a request that is given up, and aborted, when nothing has come in time. */
async function inTime(
  timeoutMs: number,
  signal: AbortSignal | undefined,
  request: (signal: AbortSignal) => Promise<Response>,
): Promise<Response> {
  const attempt = new AbortController()
  const timer = setTimeout(() => attempt.abort(new Error('no response came')), timeoutMs)
  try {
    return await request(signal ? AbortSignal.any([signal, attempt.signal]) : attempt.signal)
  } finally {
    clearTimeout(timer)
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
