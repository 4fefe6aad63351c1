import type { FetchResponse, MaybeOptionalInit } from 'openapi-fetch'
import createFetchClient from 'openapi-fetch'
import { ProblemError } from './problem-error.ts'
import type { ReplyEvent, ReplySource, ReplyStreamOptions, StreamOptions } from './reply-stream.ts'
import { readReply } from './reply-stream.ts'
import type { operations, paths } from './schema.ts'
import type { Fetch, Tokens } from './session.ts'
import { openSession } from './session.ts'
import type { TutorEvent } from './tutor-stream.ts'
import { readTutorFrame } from './tutor-stream.ts'

// Everything a front end names, from the package's root.
export type { ClientCode, ProblemCode } from './problem-error.ts'
export { ProblemError } from './problem-error.ts'
export type {
  PlaceInReply,
  ReplyEvent,
  ReplyIds,
  ReplyStreamOptions,
  StreamOptions,
  ToolPart,
} from './reply-stream.ts'
export type { components, operations, paths } from './schema.ts'
export type { Fetch, Tokens } from './session.ts'
export type { TutorEvent } from './tutor-stream.ts'

type Method = 'get' | 'put' | 'post' | 'patch' | 'delete'
type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends { [K in M]: { responses: unknown } } ? P : never
}[keyof paths]
// biome-ignore lint/suspicious/noExplicitAny: openapi-fetch constrains its helper types this way
type Operation<P extends keyof paths, M extends Method> = paths[P][M] & Record<string | number, any>
// Required exactly where the operation requires parameters or a body.
type Rest<Init> = undefined extends Init ? [init?: Init] : [init: Init]

/** Resolves to the JSON that the document describes; for streams and files pass `parseAs: 'stream'` or `'blob'`. */
type Call<M extends Method> = <P extends PathOf<M>, Init extends MaybeOptionalInit<paths[P], M>>(
  path: P,
  ...init: Rest<Init>
) => Promise<NonNullable<FetchResponse<Operation<P, M>, NonNullable<Init>, 'application/json'>['data']>>

type Question = operations['postApiChatStream']['requestBody']['content']['application/json']
type TutorQuestion = operations['postApiV1LearningAskStream']['requestBody']['content']['application/json']
type Credentials = operations['postApiLogin']['requestBody']['content']['application/json']
type SignedIn = operations['postApiLogin']['responses'][200]['content']['application/json']['data']

export interface ClientOptions {
  /** The gateway's address, such as https://lingzhi.example.org; a page of the same origin may leave it out. */
  baseUrl?: string
  tokens?: Tokens | null
  /** Called with every new pair, and with null on sign-out. Store it: it replaces the previous pair. */
  onTokens?: (tokens: Tokens | null) => void | Promise<void>
  /**
   * For pages of the gateway's own origin: the refresh token stays in an HttpOnly cookie and the access token in memory.
   * `onTokens` gets the access token alone. `renew()` takes up the session of the browser.
   */
  cookie?: boolean
  /** Language of messages for people, `zh` or `en`. Default: the browser's, or Chinese. */
  language?: string
  fetch?: Fetch
}

export type Client = ReturnType<typeof createClient>

/**
 * A client of one gateway for one person. Every method throws a ProblemError when the API refuses, and what fetch throws
 * when there is no response: a TypeError, or the reason of an aborted signal.
 */
export function createClient(options: ClientOptions = {}) {
  const baseUrl = (options.baseUrl ?? '').replace(/\/+$/, '')
  const { cookie = false } = options
  let { language } = options
  const plain: Fetch = options.fetch ?? ((request) => globalThis.fetch(request))
  const fetch: Fetch = (request) => {
    if (language) request.headers.set('accept-language', language)
    // Keeps refresh tokens out of responses, and proves to /api/refresh that a script of this origin asks.
    if (cookie) request.headers.set('x-requested-with', 'console')
    return plain(request)
  }
  const session = openSession({
    baseUrl,
    fetch,
    onTokens: options.onTokens ?? (() => {}),
    tokens: options.tokens ?? null,
    cookie,
  })
  const inner = createFetchClient<paths, 'application/json'>({ baseUrl, fetch: session.send })

  const call = <M extends Method>(method: M) =>
    (async (path: never, init?: object) => {
      let status = 0
      const send: Fetch = async (request) => {
        const response = await session.send(request)
        status = response.status
        return response
      }
      try {
        const { data } = await inner.request(method, path, { fetch: send, ...init } as never)
        return data
      } catch (cause) {
        // A success that is no JSON is not the API's: a proxy's page for signing in, for example.
        if (!(cause instanceof SyntaxError)) throw cause
        const message = 'The response cannot be read.'
        throw new ProblemError(status, 'UNREADABLE_RESPONSE', { message, cause })
      }
    }) as unknown as Call<M>

  const events = (path: string, init: RequestInit) =>
    session.send(
      new Request(baseUrl + path, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), accept: 'text/event-stream' },
      }),
    )
  const resuming =
    (path: string) => (replyId: string, lastEventId: string, signal: AbortSignal | undefined) =>
      events(`${path}/${encodeURIComponent(replyId)}`, {
        headers: lastEventId ? { 'last-event-id': lastEventId } : {},
        signal,
      })
  const resume = resuming('/api/chat-stream')
  const tutor = { resume: resuming('/api/v1/learning/ask-stream'), readFrame: readTutorFrame }
  /** A stream requested with POST under an idempotency key, so that a repeated request gets the same reply. */
  const posted = (
    path: string,
    body: object,
    streamOptions: StreamOptions,
    source: Omit<ReplySource, 'open'> = { resume },
  ) => {
    const key = streamOptions.idempotencyKey ?? randomKey()
    const headers = { 'content-type': 'application/json', 'idempotency-key': key }
    const open = (signal: AbortSignal | undefined) =>
      events(path, { method: 'POST', headers, body: JSON.stringify(body), signal })
    return readReply({ ...source, open }, streamOptions)
  }

  return {
    get: call('get'),
    post: call('post'),
    put: call('put'),
    patch: call('patch'),
    delete: call('delete'),

    /** The current tokens; null when signed out. */
    get tokens() {
      return session.tokens()
    },
    /**
     * Renews the tokens now: at start, to take up the session of the browser's cookie, and shortly before their end. False
     * when there is no session to go on with; what fetch throws when the network is away.
     */
    renew: (): Promise<boolean> => session.renew(),
    /** Changes the language of later messages, `zh` or `en`. */
    setLanguage(next: string): void {
      language = next
    },
    /** Takes the tokens of another response that signs in, such as a registration. */
    signIn: ({ access_token, refresh_token }: Tokens): Promise<void> =>
      session.set({ access_token, refresh_token }),
    /** Signs in; later requests carry the token. */
    async logIn(credentials: Credentials): Promise<SignedIn> {
      const { data } = await call('post')('/api/login', { body: credentials })
      await session.set({ access_token: data.access_token, refresh_token: data.refresh_token })
      return data
    },
    /** Ends the session on the server; ends it here even if the server cannot be reached. */
    async logOut(): Promise<void> {
      try {
        await call('post')('/api/logout')
      } finally {
        await session.set(null)
      }
    },
    /** Asks an agent: `for await (const event of client.chatStream({ message }))`. */
    chatStream: (question: Question, options: StreamOptions = {}): AsyncGenerator<ReplyEvent> =>
      posted('/api/chat-stream', question, options),
    /** Another answer to the same question, as a branch. */
    regenerateStream: (messageId: string, options: StreamOptions = {}): AsyncGenerator<ReplyEvent> =>
      posted(`/api/messages/${encodeURIComponent(messageId)}/regenerate`, { stream: true }, options),
    /** An edited question and its answer, as a branch. */
    editStream: (messageId: string, message: string, options: StreamOptions = {}) =>
      posted(`/api/messages/${encodeURIComponent(messageId)}/edit`, { message, stream: true }, options),
    /** A running or finished reply, from its beginning or on from `after`. Ends without `done` if that was the end. */
    replyStream: (replyId: string, options: ReplyStreamOptions = {}): AsyncGenerator<ReplyEvent> =>
      readReply({ resume, replyId }, options),
    /** Asks the tutor; resumes and retries as the others do. */
    tutorStream: (question: TutorQuestion, options: StreamOptions = {}) =>
      posted('/api/v1/learning/ask-stream', question, options, tutor) as AsyncGenerator<TutorEvent>,
    /** A running or finished answer of the tutor, from its beginning. */
    tutorReplyStream: (replyId: string, options: ReplyStreamOptions = {}) =>
      readReply({ ...tutor, replyId }, options) as AsyncGenerator<TutorEvent>,
  }
}

/** 128 random bits; `crypto.randomUUID` is missing on pages served without TLS. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
