import type { ChatRequest } from '../chat-request.ts'
import { lastUserText, textOf } from '../chat-request.ts'
import { topicOf } from './topics.ts'

/** What the demo answer is made from; the reader can check everything it states about the request. */
export interface Context {
  question: string
  /** Number of messages before the question, without system prompts. */
  earlierMessages: number
  /** The oldest user message before the question, if there is one. */
  firstEarlier?: string
  chinese: boolean
  brief: boolean
  /** A sentence about the platform, if the question is about one of its topics. */
  topic: string
  model: string
}

export function contextOf(request: ChatRequest, model: string): Context {
  const question = lastUserText(request)
  const questionAt = request.messages.findLastIndex((message) => message.role === 'user')
  const earlier = request.messages.slice(0, Math.max(questionAt, 0)).filter(({ role }) => !instructs(role))
  const first = earlier.find(({ role }) => role === 'user')
  return {
    question: quotable(question, 200),
    earlierMessages: earlier.length,
    ...(first && { firstEarlier: quotable(textOf(first), 80) }),
    chinese: cjk.test(question),
    brief: brevity.test(question),
    topic: topicOf(question, cjk.test(question) ? 'zh' : 'en'),
    model,
  }
}

/** The text on one line, cut to `charactersMax`, so that a quotation cannot break the answer's structure. */
export function quotable(text: string, charactersMax: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const characters = Array.from(line.slice(0, charactersMax * 2))
  if (line.length <= charactersMax) return line
  return `${characters.slice(0, charactersMax).join('')}…`
}

const instructs = (role: string) => role === 'system' || role === 'developer'
const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
const brevity = /简短|简洁|简要|\b(?:brief|briefly|short|concise|concisely)\b/i
