import type { ReadFormat } from '../found.ts'
import type { Members } from './members.ts'
import { idOf, isObject, listOf, membersOf, textOf } from './members.ts'
import type { ForeignConversation, ForeignNode } from './plant-tree.ts'
import { each, readValues } from './read-values.ts'

/**
 * ChatGPT's export: `conversations.json`, a list of conversations whose messages are a tree in `mapping`, by node. Nodes of the
 * system, of tools, and hidden ones are not shown; a model's thoughts go to the answer behind them.
 */
export const readChatGpt: ReadFormat = (source) =>
  readValues(source, each, (value) => (isObject(value.mapping) ? [toForeign(value)] : []))

function toForeign(value: Members): ForeignConversation {
  const mapping = membersOf(value.mapping)
  const entries = Object.entries(mapping).map(([id, node]) => ({ id, ...nodeOf(membersOf(node)) }))
  const thoughts = new Map(entries.map(({ id, thought }) => [id, thought]))
  const parents = new Map(entries.map(({ id, parent }) => [id, parent]))
  const isHidden = ({ role, content }: ForeignNode) => role === null || content.trim() === ''
  const hidden = new Set(entries.filter(isHidden).map(({ id }) => id))
  const nodes = entries.map(({ thought: _, ...node }): ForeignNode => {
    if (node.role !== 'assistant' || hidden.has(node.id)) return node
    // What was thought on the way from the message before.
    const before: string[] = []
    let at = node.parent
    for (let steps = 0; at && hidden.has(at) && steps < stepsMax; steps++) {
      const thought = thoughts.get(at)
      if (thought) before.unshift(thought)
      at = parents.get(at) ?? null
    }
    return { ...node, reasoning: before.join('\n\n') }
  })
  return {
    origin: 'chatgpt',
    id: idOf(value.conversation_id) ?? idOf(value.id),
    title: textOf(value.title),
    createdAt: value.create_time,
    updatedAt: value.update_time,
    archived: value.is_archived === true,
    pinned: value.is_starred === true,
    nodes,
    leaf: idOf(value.current_node),
    leftOut: entries.reduce((sum, { leftOut }) => sum + leftOut, 0),
  }
}

const stepsMax = 1_000

interface ReadNode extends ForeignNode {
  parent: string | null
  thought: string
  leftOut: number
}

function nodeOf(node: Members): ReadNode {
  const parent = idOf(node.parent) ?? null
  const message = membersOf(node.message)
  const metadata = membersOf(message.metadata)
  const author = textOf(membersOf(message.author).role)
  const recipient = textOf(message.recipient) || 'all'
  const content = membersOf(message.content)
  const kind = textOf(content.content_type)
  const none = { parent, role: null, content: '', thought: '', leftOut: 0 }
  // Nothing is left out of a node that only begins the tree, or whose thoughts go to the answer.
  if (!isObject(node.message)) return { ...none, leftOut: -1 }
  if (kind === 'thoughts') return { ...none, thought: thoughtsOf(content), leftOut: -1 }
  const isHidden = metadata.is_visually_hidden_from_conversation === true || kind === 'user_editable_context'
  if (isHidden || (author !== 'user' && author !== 'assistant')) return none
  // Of what a model writes for tools a person reads the code that Python ran; calls of a search, of images and of plugins come
  // as code as well, and are shown by no more than that they took place.
  const forTool =
    author === 'assistant' && recipient !== 'all' && !(kind === 'code' && recipient === 'python')
  if (forTool) return none
  const { text, leftOut } = textAndRest(content, kind)
  const finish = membersOf(metadata.finish_details).type
  return {
    parent,
    role: author,
    content: withoutMarkers(text),
    at: message.create_time,
    model: textOf(metadata.model_slug) || null,
    stopped: finish === 'interrupted' || finish === 'max_tokens',
    thought: '',
    leftOut,
  }
}

const thoughtsOf = ({ thoughts }: Members): string =>
  listOf(thoughts)
    .map((thought) => {
      const { summary, content } = membersOf(thought)
      return [textOf(summary), textOf(content)].filter(Boolean).join('\n')
    })
    .join('\n\n')

/** The text of a message, and how many parts of it are no text: images, sound, files. */
function textAndRest(content: Members, kind: string): { text: string; leftOut: number } {
  if (kind === 'code') {
    const code = textOf(content.text)
    const language = textOf(content.language)
    return { text: code === '' ? '' : fenced(code, language === 'unknown' ? '' : language), leftOut: 0 }
  }
  if (kind === 'tether_quote') {
    const { title, url, text } = content
    return { text: [textOf(title), textOf(url), textOf(text)].filter(Boolean).join('\n'), leftOut: 0 }
  }
  const parts = listOf(content.parts)
  const texts = parts.map(partText)
  const text =
    parts.length > 0 ? texts.filter(Boolean).join('\n\n') : textOf(content.text) || textOf(content.result)
  return {
    text,
    leftOut: texts.filter((one) => one === '').length - parts.filter((one) => one === '').length,
  }
}

/** Multimodal parts are texts, or objects: a transcript of what was said has one. */
function partText(part: unknown): string {
  if (typeof part === 'string') return part
  const { content_type: kind, text } = membersOf(part)
  return kind === 'audio_transcription' || kind === 'text' ? textOf(text) : ''
}

/** A fence longer than any in the code. */
function fenced(code: string, language: string): string {
  let longest = 2
  for (const [run] of code.matchAll(/`+/g)) longest = Math.max(longest, run.length)
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${code}\n${fence}`
}

/**
 * Marks of citations, 【12†source】 and those between private characters, point at what the export does not have. Some of the latter
 * hold words that a reader sees: the name of a thing, or what a link says.
 */
const withoutMarkers = (text: string): string =>
  text
    .replaceAll(
      /\ue200([^\ue200-\ue202]*)(?:\ue202([^\ue200\ue201]*))?\ue201/g,
      (_, kind: string, rest = '') => wordsOf(kind, rest),
    )
    .replaceAll(/【\d+(?::\d+)?†[^【】]*】/g, '')

function wordsOf(kind: string, rest: string): string {
  if (kind === 'url') {
    const [words = '', address = ''] = rest.split('\ue202')
    return /^https?:\/\//.test(address) ? `[${words}](${address})` : words
  }
  if (kind !== 'entity') return ''
  try {
    return textOf(listOf(JSON.parse(rest))[1])
  } catch {
    return ''
  }
}
