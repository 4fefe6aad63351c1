import type { ReplyEvent, StreamOptions } from '@lingzhi/api-client'
import { ProblemError } from '@lingzhi/api-client'
import { api } from '../../api/client.ts'
import { newKey } from '../../api/new-key.ts'
import { type AttachedFile, sameFiles } from '../../attach/attachments.ts'
import { rememberGuestConversation } from '../../session/guest-conversations.ts'
import { currentSession, sessionKnown } from '../../session/session.ts'
import { forgetState, listsChanged, type Message, refresh } from '../conversation.queries.ts'
import { drafts } from '../drafts.ts'
import { after, beginLive, type Live } from './live.ts'
import { takeTurn } from './turns.ts'

export interface TalkState {
  conversationId: string | null
  live: Live | null
  /** Why the last question, edit or branch was not taken, or why its answer broke off; null once something is sent again. */
  problem: unknown
  aliases: ReadonlyMap<string, string>
}

export interface Asked {
  text: string
  agentId?: number
  temporary?: boolean
  /** Ready ones. */
  files?: readonly AttachedFile[]
}

export type Talk = ReturnType<typeof createTalk>

type Open = (options: StreamOptions) => AsyncGenerator<ReplyEvent>

/** One conversation as this tab has it open: what is asked, answered and stopped in it. Its messages are the server's. */
function createTalk(conversationId: string | null) {
  const listeners = new Set<() => void>()
  let state: TalkState = { conversationId, live: null, problem: null, aliases: new Map() }
  let frame = 0
  /** Ends reading, not the reply, when nobody looks at this conversation any more. */
  let left = new AbortController()
  /** Whether the reply was begun in another tab, which tells the others how it goes. */
  let elsewhere = false
  /** Replies whose stream was refused: asking again at once would not help. */
  const refused = new Set<string>()

  const tell = () => {
    frame = 0
    for (const listener of listeners) listener()
  }
  /** At once, or for pieces of text once a frame: a model may be quicker than the screen. */
  function set(change: Partial<TalkState>, soon = false) {
    state = { ...state, ...change }
    if (!soon || document.hidden) {
      cancelAnimationFrame(frame)
      tell()
    } else if (frame === 0) frame = requestAnimationFrame(tell)
  }
  const place = () => state.conversationId ?? 'new'

  /** Reads the reply to its end. Resolves to whether the server has taken it. `followed`: the id of one that it had before. */
  async function run(live: Live, first: Open, followed?: string): Promise<boolean> {
    let open = first
    left = new AbortController()
    elsewhere = followed !== undefined
    set({ live, problem: null })
    await sessionKnown()
    for (;;) {
      const turn = takeTurn(left.signal)
      try {
        const trouble = (troubled: boolean) => () => {
          if (state.live) set({ live: { ...state.live, troubled } })
        }
        const told = { onTrouble: trouble(true), onMended: trouble(false) }
        const options = { signal: turn.signal, onConnected: turn.connected, ...told }
        for await (const event of open(options)) take(event)
        await end(null)
        return true
      } catch (error) {
        const { ids } = state.live ?? {}
        const broken = error instanceof ProblemError && error.code === 'STREAM_BROKEN'
        if (ids && left.signal.aborted) {
          set({ live: null })
          return true
        }
        if (ids && (turn.signal.aborted || broken)) {
          // However long the network is away: the answer is waiting on the server.
          await turn.next()
          open = (options) => api.replyStream(ids.reply_id, { ...options, after: whereNow() })
        } else if (turn.signal.aborted || (followed && broken)) {
          // Not begun yet: the same key, or the same reply, is asked for again.
          await turn.next()
        } else {
          const replyId = ids?.reply_id ?? followed
          if (replyId) refused.add(replyId)
          await end(error)
          return ids !== null
        }
      } finally {
        turn.end()
      }
    }
  }

  const whereNow = () => {
    const { lastEventId, text, reasoning } = state.live!
    return { lastEventId, text, reasoning }
  }

  function take(event: ReplyEvent) {
    const again = event.type === 'start' && event.reply_id === state.live?.ids?.reply_id
    const live = after(state.live!, event)
    if (event.type !== 'start') return set({ live }, event.type === 'text' || event.type === 'reasoning')
    const { conversation_id, message_id, question_id } = event
    if (isOwnQuestion(live)) drafts.arrived(place())
    if (state.conversationId === null) {
      talks.set(conversation_id, talk)
      // Whoever left before it began gets an empty page under "new chat", not this one.
      if (listeners.size === 0) forgetNewTalk()
    }
    if (currentSession().state === 'guest')
      rememberGuestConversation(conversation_id, live.question?.text ?? '')
    const aliases = new Map(state.aliases).set(message_id, live.key)
    if (live.question) aliases.set(question_id, live.question.key)
    set({ live, aliases, conversationId: conversation_id })
    if (!again) listsChanged(elsewhere ? {} : { tell: conversation_id })
    if (listeners.size === 0) talk.leave()
  }

  /** The answer is the server's now; what it has is fetched before the live copy goes, so that nothing flickers. */
  async function end(error: unknown) {
    const { ids } = state.live ?? {}
    if (!ids) {
      if (state.live && isOwnQuestion(state.live)) drafts.refused(place())
      set({ live: null, problem: isLapse(error) ? null : error })
      return
    }
    if (state.live?.phase !== 'ended') set({ live: { ...state.live!, phase: 'ended', troubled: false } })
    await refresh(ids.conversation_id).catch(() => {})
    // A failed answer stands in the conversation with its own words.
    set({ live: null, problem: error instanceof ProblemError ? null : error })
    listsChanged(elsewhere ? {} : { tell: ids.conversation_id })
  }

  async function ask({ text, agentId, temporary, files }: Asked): Promise<boolean> {
    if (state.live) return false
    const again = drafts.sending(place())
    const same = again?.text === text && sameFiles(again.files, files)
    const idempotencyKey = same ? again.key : newKey()
    drafts.send(place(), { text, key: idempotencyKey, files })
    const live = beginLive({ key: newKey(), question: { key: newKey(), text, files } })
    const question = {
      message: text,
      ...(state.conversationId ? { conversation_id: state.conversationId } : { agent_id: agentId }),
      ...(temporary && !state.conversationId ? { temporary } : {}),
      ...(files?.length ? { file_ids: files.map(({ id }) => id) } : {}),
    }
    return run(live, (options) => api.chatStream(question, { ...options, idempotencyKey }))
  }

  const talk = {
    get state() {
      return state
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    ask,
    /** Another answer to the question of this answer, as a branch. */
    async regenerate(messageId: string, questionId: string): Promise<void> {
      if (state.live) return
      const idempotencyKey = newKey()
      const live = beginLive({ key: newKey(), after: questionId })
      await run(live, (options) => api.regenerateStream(messageId, { ...options, idempotencyKey }))
    },
    /** Another question in the place of this one, as a branch, about the same files. */
    async edit({ id, parent_id, files }: Message, text: string): Promise<boolean> {
      if (state.live) return false
      const idempotencyKey = newKey()
      const live = beginLive({ key: newKey(), after: parent_id, question: { key: newKey(), text, files } })
      return run(live, (options) => api.editStream(id, text, { ...options, idempotencyKey }))
    },
    /** Goes on reading a reply that this tab has not begun, or that was under way when the page was loaded. */
    follow(replyId: string): void {
      if (state.live || refused.has(replyId)) return
      const live = beginLive({ key: newKey(), phase: 'thinking' })
      void run(live, (options) => api.replyStream(replyId, options), replyId)
    },
    /** Nobody looks at it any more. A reply under way goes on, and is followed again when somebody comes back. */
    leave(): void {
      const { ids } = state.live ?? {}
      if (!ids) return
      left.abort()
      forgetState(ids.conversation_id)
    },
    /** Ends the reply; what it has said is kept. */
    async stop(): Promise<void> {
      const { live } = state
      if (!live?.ids || live.phase === 'ended') return
      set({ live: { ...live, phase: 'stopping' } })
      try {
        await api.post('/api/chat-stream/{reply_id}/stop', {
          params: { path: { reply_id: live.ids.reply_id } },
        })
      } catch (problem) {
        set({ problem, live: state.live && { ...state.live, phase: 'writing' } })
      }
    },
    tellProblem: (problem: unknown) => set({ problem }),
    forgetProblem: () => set({ problem: null }),
  }
  return talk
}

/** The dialog that asks to sign in again tells it, and the question is back in its box. */
const isLapse = (error: unknown) =>
  error instanceof ProblemError && error.status === 401 && currentSession().state === 'lapsed'

/** Whether it began in the box below the conversation, whose draft it is: not by an edit, another answer or another tab. */
const isOwnQuestion = ({ question, after }: Live) => question !== null && after === undefined

const talks = new Map<string, Talk>()

/** The talk of this conversation in this tab; null: one that has not begun. */
export function talkOf(conversationId: string | null): Talk {
  const place = conversationId ?? 'new'
  const known = talks.get(place)
  if (known) return known
  const talk = createTalk(conversationId)
  talks.set(place, talk)
  return talk
}

/** The talk that began as a new one is known by its conversation's id now: the next new one begins afresh. */
export function forgetNewTalk(): void {
  talks.delete('new')
}
