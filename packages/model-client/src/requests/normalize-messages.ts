import { isBlank } from '@lingzhi/contracts/invisible'
import type { ModelMessage } from '../model-events.ts'
import { textOf } from '../responses/read-text.ts'
import type { Message, Part } from './clean-message.ts'
import { cleanMessage, hasNoContent } from './clean-message.ts'
import { pairTools } from './pair-tools.ts'

const goOn = {
  zh: '请从你上一条消息结束的地方接着写，不要重复。',
  en: 'Continue exactly where your last message ended, without repeating it.',
}

/** Between a tool's result and the user's next turn, which Mistral's API refuses without an answer. */
const acknowledged: Message = { role: 'assistant', content: 'OK.' }

/**
 * A conversation as the strictest provider takes it, whatever was trimmed, stopped, failed or sent by a client: one system
 * message, first; then the user's turn and the assistant's by turns, neighbours joined; calls of tools with their results;
 * nothing empty; last, something to answer. An answer that the conversation begins with is left out, as its question was.
 * After one that it ends with, the model is asked to go on. Without any question the last system message is asked as one.
 * Done again it changes nothing. Empty when there is nothing to answer.
 */
export function normalizeMessages(given: readonly ModelMessage[]): ModelMessage[] {
  const messages = given.map(cleanMessage)
  const texts = messages
    .filter(({ role }) => role === 'system')
    .map(({ content }) => (typeof content === 'string' ? content : textOf(content)))
    .filter((text) => !isBlank(text))
  const others = messages.filter(({ role }) => role !== 'system')
  if (!others.some((message) => message.role === 'user' && !hasNoContent(message))) {
    const question = texts.pop()
    if (question === undefined) return []
    others.unshift({ role: 'user', content: question })
  }
  const turns = turnsOf(others)
  const last = turns.at(-1)
  if (last?.role === 'assistant') {
    const language = /[\u4e00-\u9fff]/.test(textOf(last.content)) ? 'zh' : 'en'
    turns.push({ role: 'user', content: goOn[language] })
  }
  return texts.length > 0 ? [{ role: 'system', content: texts.join('\n\n') }, ...turns] : turns
}

/** The turns of a conversation, from the first that is the user's. */
function turnsOf(messages: readonly Message[]): Message[] {
  // Joined before tools are paired, as some clients send each call of an answer as a message, then all the results.
  const paired = pairTools(join(messages.filter((message) => message.role === 'tool' || !isEmpty(message))))
  const first = paired.findIndex(({ role }) => role === 'user')
  const turns = join(paired.slice(first).filter((message) => !isEmpty(message)))
  return turns.flatMap((turn, at) => {
    if (turn.tool_calls && hasNoContent(turn)) return [{ ...turn, content: null }]
    return turn.role === 'user' && turns[at - 1]?.role === 'tool' ? [acknowledged, turn] : [turn]
  })
}

const isEmpty = (message: Message) => hasNoContent(message) && !message.tool_calls

/** One message in place of several in a row by the user, or by the assistant. */
function join(messages: readonly Message[]): Message[] {
  const runs: Message[][] = []
  for (const message of messages) {
    const run = runs.at(-1)
    if (run?.[0]?.role === message.role && message.role !== 'tool') run.push(message)
    else runs.push([message])
  }
  return runs.map((run) => (run.length > 1 ? joinRun(run) : run[0]!))
}

/** All at once: one by one, each would be read again with every one that follows. */
function joinRun(run: readonly Message[]): Message {
  const { name, ...members } = Object.assign({}, ...run) as Message
  const sameName = run.every((message) => message.name === run[0]?.name)
  const calls = run.flatMap(({ tool_calls }) => tool_calls ?? [])
  return {
    ...members,
    ...(sameName && name !== undefined && { name }),
    content: joinContents(sameName ? run.map(({ content }) => content) : run.map(named)),
    ...(calls.length > 0 && { tool_calls: calls }),
  }
}

/** Of several people who speak in a row, each is named in the text. */
function named({ name, content }: Message): Message['content'] {
  return typeof name === 'string' && typeof content === 'string' ? `${name}: ${content}` : content
}

function joinContents(contents: Message['content'][]): string | Part[] {
  const told = contents.filter((content) => content !== null && !hasNoContent({ content }))
  if (told.every((content) => typeof content === 'string')) return told.join('\n\n')
  return told.flatMap((content) =>
    typeof content === 'string' ? [{ type: 'text', text: content }] : content!,
  )
}
