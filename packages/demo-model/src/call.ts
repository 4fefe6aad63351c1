import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { ChatRequest } from './chat-request.ts'
import { lastUserText } from './chat-request.ts'
import { OpenAIError } from './openai-error.ts'
import type { Flushed, Outlet } from './outlet.ts'
import type { AnswerParts, ToolCall, Usage } from './usage.ts'
import { estimateUsage } from './usage.ts'
import type { Heading } from './wire.ts'
import { chunkEncoder, completion, toolCallParts } from './wire.ts'

export interface Finish {
  /** `null` leaves the finishing chunk out. Default `stop`. */
  finishReason?: string | null
  /** `false`: never sent; an object: sent unchanged, requested or not. Default: the estimate, if requested. */
  usage?: Partial<Usage> | false
  /** `false` ends the stream properly but without `data: [DONE]`. */
  done?: boolean
}

export interface Framing {
  newline?: '\n' | '\r\n' | '\r'
  /** Writes this many bytes at a time, each in its own turn of the loop, which splits characters and frames. */
  bytesPerWrite?: number
  contentType?: string
}

export interface WholeResponse {
  status?: number
  contentType?: string
  headers?: Record<string, string | number>
  body?: string
}

export type CallState = 'open' | 'finished' | 'failed' | 'cut' | 'aborted'

/**
 * One request to the model and its answer. The demo answer, scripts and tests all use the same methods, whether the
 * caller requested the chunks of a stream or one JSON object. Awaiting a method waits for the socket; after the end,
 * or when the caller has gone, methods do nothing.
 */
export class Call {
  readonly at = new Date()
  readonly body: ChatRequest
  readonly headers: IncomingHttpHeaders
  readonly answer: AnswerParts = { content: '', reasoning: '', toolCalls: [] }
  readonly signal: AbortSignal
  /** Resolves when the caller disconnects before the answer has ended. */
  readonly aborted: Promise<void>
  state: CallState = 'open'
  readonly #outlet: Outlet
  readonly #heading: Heading
  readonly #chunks: ReturnType<typeof chunkEncoder>
  #shape: 'stream' | 'json'
  #blankLine = '\n\n'
  #contentType = 'text/event-stream; charset=utf-8'

  constructor(body: ChatRequest, headers: IncomingHttpHeaders, outlet: Outlet, defaultModel: string) {
    this.body = body
    this.headers = headers
    this.signal = outlet.signal
    this.aborted = new Promise((resolve) => {
      this.signal.addEventListener('abort', () => {
        this.state = 'aborted'
        resolve()
      })
    })
    this.#outlet = outlet
    this.#shape = body.stream ? 'stream' : 'json'
    this.#heading = {
      id: `chatcmpl-${randomUUID()}`,
      created: Math.floor(this.at.getTime() / 1000),
      model: body.model ?? defaultModel,
    }
    this.#chunks = chunkEncoder(this.#heading, this.#usageRequested)
  }

  get id(): string {
    return this.#heading.id
  }

  get lastUserText(): string {
    return lastUserText(this.body)
  }

  /** Answers in a shape other than the requested one; call it before anything else. */
  as(shape: 'stream' | 'json') {
    this.#shape = shape
  }

  framing({ newline, bytesPerWrite, contentType }: Framing) {
    if (newline) this.#blankLine = newline + newline
    if (bytesPerWrite !== undefined) this.#outlet.bytesPerWrite = bytesPerWrite
    if (contentType) this.#contentType = contentType
  }

  /** Sends the headers and the role chunk, and no text yet. */
  open(): Flushed {
    if (this.#shape === 'json' || this.#outlet.headersSent) return undefined
    this.#head()
    return this.#event(this.#chunks.role())
  }

  delta(text: string): Flushed {
    this.answer.content += text
    return this.#send(this.#chunks.content(text))
  }

  reasoning(text: string): Flushed {
    this.answer.reasoning += text
    return this.#send(this.#chunks.reasoning(text))
  }

  toolCall(call: ToolCall): Flushed {
    const index = this.answer.toolCalls.push(call) - 1
    const chunks = toolCallParts(this.id, index, call).map((part) => this.#chunks.toolCall(part))
    return chunks.map((chunk) => this.#send(chunk)).at(-1)
  }

  /** The same delta many times, serialised once, so that in measurements the model is not the slow part. */
  repeated(text: string): () => Flushed {
    const bytes = Buffer.from(`data: ${this.#chunks.content(text)}${this.#blankLine}`)
    return () => {
      this.answer.content += text
      if (this.#shape === 'json') return undefined
      this.open()
      return this.#outlet.write(bytes)
    }
  }

  /** Sends any bytes after the headers of a stream: comments, halves of characters, broken frames. */
  raw(bytes: string | Uint8Array): Flushed {
    this.#head()
    return this.#outlet.write(bytes)
  }

  async finish({ finishReason = 'stop', usage, done = true }: Finish = {}): Promise<void> {
    const requested = this.#shape === 'json' || this.#usageRequested
    const sent = usage || (usage !== false && requested ? estimateUsage(this.body, this.answer) : undefined)
    if (this.#shape === 'json') {
      return this.respond({
        body: JSON.stringify(completion(this.#heading, this.answer, finishReason, sent)),
      })
    }
    this.open()
    if (finishReason !== null) this.#event(this.#chunks.finish(finishReason))
    if (sent) this.#event(this.#chunks.usage(sent))
    if (done) this.#event('[DONE]')
    await this.#end('finished')
  }

  /** Sends an error inside a response of status 200, and nothing after it. */
  async error(error: { message: string; [member: string]: unknown }): Promise<void> {
    if (this.#shape === 'json') return this.respond({ body: JSON.stringify({ error }) }, 'failed')
    this.#head()
    this.#event(JSON.stringify({ error }))
    await this.#end('failed')
  }

  /** Refuses the request before any text is sent. A string as body is sent unchanged. */
  async fail(status: number, { retryAfter, body }: { retryAfter?: number | string; body?: unknown } = {}) {
    const error = new OpenAIError(status, `Scripted failure with status ${status}.`, {
      code: `scripted_${status}`,
    })
    const response: WholeResponse = {
      status,
      body: typeof body === 'string' ? body : JSON.stringify(body ?? error),
    }
    if (retryAfter !== undefined) response.headers = { 'retry-after': retryAfter }
    await this.respond(response, 'failed')
  }

  /** Sends a whole response of any kind: HTML, nothing at all, a wrong content type. */
  async respond(response: WholeResponse, state: CallState = 'finished') {
    const { status = 200, body = '', contentType = 'application/json', headers } = response
    const length = Buffer.byteLength(body)
    this.#outlet.head(status, { 'content-type': contentType, 'content-length': length, ...headers })
    this.#outlet.write(body)
    await this.#end(state)
  }

  /** Breaks the connection: bytes sent before still arrive (`fin`) or are lost (`reset`). */
  async cut(how: 'fin' | 'reset' = 'fin') {
    if (this.state === 'open') this.state = 'cut'
    await this.#outlet.cut(how)
  }

  get #usageRequested(): boolean {
    return this.body.stream_options?.include_usage === true
  }

  #head() {
    this.#outlet.head(200, { 'content-type': this.#contentType, 'cache-control': 'no-cache' })
  }

  #send(chunk: string): Flushed {
    if (this.#shape === 'json') return undefined
    this.open()
    return this.#event(chunk)
  }

  #event(data: string): Flushed {
    return this.#outlet.write(`data: ${data}${this.#blankLine}`)
  }

  async #end(state: CallState) {
    if (this.state === 'open') this.state = state
    await this.#outlet.end()
  }
}
