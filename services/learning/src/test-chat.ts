import type { Bus } from '@lingzhi/bus/open-bus'
import { recordFact } from '@lingzhi/bus/outbox'
import { serve } from '@lingzhi/bus/request'
import { ReplyCompleted } from '@lingzhi/contracts/chat'
import type { ReplyEntry, ReplyOutcome } from '@lingzhi/contracts/chat-replies'
import {
  BeginReply,
  GiveFeedback,
  ReadReplyEntries,
  replyEntriesVersion,
  replySubject,
  StopReply,
} from '@lingzhi/contracts/chat-replies'
import { newId } from '@lingzhi/contracts/ids'
import type { Problem } from '@lingzhi/contracts/problem'
import { problem } from '@lingzhi/contracts/problem'
import { eventually } from '@lingzhi/testing/eventually'
import type { Test } from '@lingzhi/testing/test-servers'
import type { Static } from 'typebox'
import type { Db } from './database.ts'

const Gone = problem('REPLY_NOT_FOUND', 404, { zh: '没有', en: 'None.', check: 'A test.' })
const usage = { prompt_tokens: 30, completion_tokens: 12, total_tokens: 42, estimated: false, cost: null }
const whole: ReplyOutcome = {
  ...{ finish_reason: 'stop', usage, cached: false, model: 'scripted', provider: 'test', attempts: 1 },
  problem: null,
}

type Asked = Static<typeof BeginReply.request>

/** A reply in the hands of a test: what it says is announced and kept, as chat does. */
export interface TestReply {
  asked: Asked
  message_id: string
  say: (text: string) => void
  restart: () => void
  end: (outcome?: Partial<ReplyOutcome>) => Promise<void>
}

/** Takes chat's place on the bus. Replies are answered as scripted, and else by the test. */
export function startTestChat(t: Test, bus: Bus, db: Db) {
  const replies = new Map<string, TestReply & { entries: ReplyEntry[]; attempt: number }>()
  const scripts: string[][] = []
  const chat = {
    replies,
    /** Raised by the next requests for a reply. */
    refusal: undefined as Problem | undefined,
    feedback: [] as Static<typeof GiveFeedback.request>[],
    /** Answers of replies to come, each in its pieces. */
    script: (...answers: string[][]) => scripts.push(...answers),
    /** Nobody answers any more. */
    leave: async () => {
      for (const serving of servings.splice(0)) await serving.close()
    },
    come: () => servings.push(...open()),
    /** The newest reply, once there are so many. */
    reply: (count = 1) =>
      eventually(async () => replies.size >= count && [...replies.values()].at(-1)!) as Promise<TestReply>,
  }

  const create = (asked: Asked) => {
    let position = 0
    const entries: ReplyEntry[] = []
    const announce = (entry: ReplyEntry) => {
      entries.push(entry)
      bus.nc.publish(bus.subject(replySubject(asked.reply_id)), JSON.stringify(entry))
    }
    const reply = {
      asked,
      entries,
      attempt: 1,
      message_id: newId(),
      say: (text: string) => {
        position += text.length
        announce({ kind: 'text', part: 'content', text, attempt: reply.attempt, position })
      },
      restart: () => {
        position = 0
        reply.attempt += 1
        announce({ kind: 'reset', attempt: reply.attempt, position })
      },
      end: async (outcome: Partial<ReplyOutcome> = {}) => {
        announce({ kind: 'end', attempt: reply.attempt, position, outcome: { ...whole, ...outcome } })
        const { reply_id, user_id, conversation_id = newId() } = asked
        const ids = { reply_id, user_id, conversation_id, message_id: reply.message_id, agent_id: 3 }
        await recordFact(db, ReplyCompleted, { ...ids, finish_reason: 'stop', total_tokens: 42 })
      },
    }
    replies.set(asked.reply_id, reply)
    const pieces = scripts.shift()
    if (pieces) {
      setImmediate(async () => {
        for (const piece of pieces) reply.say(piece)
        await reply.end()
      })
    }
    return reply
  }

  const open = () => [
    serve(bus, BeginReply, async (asked) => {
      if (chat.refusal) throw chat.refusal
      const { message_id } = replies.get(asked.reply_id) ?? create(asked)
      const { reply_id, conversation_id = newId() } = asked
      return { reply_id, conversation_id, message_id, question_id: newId(), status: 'running' as const }
    }),
    serve(bus, ReadReplyEntries, async ({ reply_id, user_id, after }) => {
      const reply = replies.get(reply_id)
      if (reply?.asked.user_id !== user_id) throw Gone()
      const { attempt } = reply
      const entries = reply.entries
        .filter((entry) => entry.attempt === attempt)
        .filter(
          (entry) => entry.kind === 'end' || after.attempt !== attempt || entry.position > after.position,
        )
      const ended = reply.entries.at(-1)?.kind === 'end'
      return {
        version: replyEntriesVersion,
        attempt,
        ended,
        ahead: null,
        entries: cut(entries, after),
        more: false,
      }
    }),
    serve(bus, StopReply, async ({ reply_id }) => {
      await replies.get(reply_id)?.end({ finish_reason: 'stopped' })
      return { status: 'stopped' as const }
    }),
    serve(bus, GiveFeedback, async (given) => {
      chat.feedback.push(given)
      return { message_id: given.message_id }
    }),
  ]
  const servings = open()
  t.teardown(() => chat.leave())
  return chat
}

/** The first entry without what the reader has of it. */
const cut = (entries: ReplyEntry[], after: { attempt: number; position: number }) =>
  entries.map((entry) => {
    if (entry.kind !== 'text' || entry.attempt !== after.attempt) return entry
    const missing = entry.position - after.position
    return { ...entry, text: entry.text.slice(-Math.min(missing, entry.text.length)) }
  })
