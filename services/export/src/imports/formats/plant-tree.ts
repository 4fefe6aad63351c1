import { originKey, originKeyOf } from '@lingzhi/contracts/origin-key'
import { toInstant } from '@lingzhi/runtime/instants'
import type { Found, FoundMessage } from '../found.ts'
import { orderMessages } from '../order-messages.ts'
import { cleanText } from '../reading/clean.ts'
import type { Place, Reason } from '../reading/fault.ts'
import { badDate, commentMax, shortTextMax } from './lingzhi.ts'
import { unreadable } from './unreadable.ts'

/** A message as another program has it. */
export interface ForeignNode {
  /** Its id there; left out where it has none: then its place and its text tell it apart. */
  id?: string
  /** The id of the one it follows; left out: the one before it. */
  parent?: string | null
  /** Null: nothing of it is shown, and those that follow it follow what it follows. */
  role: 'user' | 'assistant' | null
  content: string
  reasoning?: string
  at?: unknown
  model?: string | null
  stopped?: boolean
  usage?: Record<string, unknown> | null
  liked?: boolean | null
  comment?: string | null
}

/** A conversation as another program has it. */
export interface ForeignConversation {
  /** The program. */
  origin: string
  id?: string
  title: string
  createdAt?: unknown
  updatedAt?: unknown
  pinned?: boolean
  archived?: boolean
  /** Who answers, by name. */
  agent?: string | null
  nodes: ForeignNode[]
  /** The message that its reader sees last; left out: the last of all. */
  leaf?: string | null
  /** Parts of messages that have no place here. */
  leftOut?: number
}

interface Node extends ForeignNode {
  key: string
  up: string | null
}

/** All of a foreign conversation is held, each message with its place in the tree. Ours come piece by piece and may be longer. */
export const nodesMax = 20_000

/**
 * Turns a conversation of another program into ours: what it does not show is taken out of the tree, a message follows the nearest
 * one that is shown, and each comes behind that, by its time. Times that are missing are those of what came before.
 */
export function plantTree(foreign: ForeignConversation, place: Place, uploadedAt: string): Found {
  const { origin, title, pinned = false, archived = false, agent = null } = foreign
  if (foreign.nodes.length > nodesMax) return unreadable(place, tooManyMessages(place))
  const conversation =
    foreign.id ??
    originKeyOf([origin, ...foreign.nodes.flatMap(({ role, content }) => [role ?? '', content])])
  const key = originKey(origin, 'conversation', conversation)
  const nodes = linked(foreign.nodes, origin, conversation)
  const isShown = ({ role, content, reasoning = '' }: Node) =>
    role !== null && (content.trim() !== '' || reasoning.trim() !== '')
  const shown = nodes.filter(isShown)
  const created = instantOf(foreign.createdAt, 'created_at', place)
  const updated = instantOf(foreign.updatedAt, 'updated_at', place)
  let reason: Reason | undefined = created.reason ?? updated.reason
  const begun = created.at ?? firstInstant(shown) ?? updated.at ?? uploadedAt

  const parents = shownParents(nodes, new Set(shown.map((node) => node.key)))
  const tree = shown.map((node) => ({ ...node, parent: parents?.get(node.key) ?? null }))
  const ordered = parents && orderMessages(tree)
  if (!ordered) reason ??= circle(place)
  const times = new Map<string, string>()
  const messages: FoundMessage[] = []
  for (const node of ordered ?? []) {
    const { at, reason: wrong } = instantOf(node.at, 'created_at', place)
    reason ??= wrong
    const time = at ?? times.get(node.parent ?? '') ?? begun
    times.set(node.key, time)
    messages.push(messageOf(node, time, agent, place))
  }
  // To the microsecond or not, the digits compare.
  messages.sort((one, other) => compare(one.created_at.slice(0, -1), other.created_at.slice(0, -1)))
  activate(messages, nodes, parents ?? new Map(), foreign.leaf)
  const head = {
    key,
    title: cleanText(title),
    agent_id: null,
    agent_name: agent === null ? null : cleanText(agent.slice(0, shortTextMax)),
    created_at: begun,
    last_active:
      updated.at ?? messages.reduce((last, { created_at: at }) => (compare(at, last) > 0 ? at : last), begun),
    pinned,
    archived,
  }
  const leftOut = nodes.length - shown.length + (foreign.leftOut ?? 0)
  return {
    head,
    place,
    messages: inTree(messages),
    continued: false,
    ends: true,
    leftOut,
    ...(reason && { reason }),
  }
}

/** Sorting by time may not put a message before the one it follows. */
const inTree = (messages: FoundMessage[]): FoundMessage[] => orderMessages(messages) ?? messages

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

function linked(nodes: ForeignNode[], origin: string, conversation: string): Node[] {
  const keys = new Map<string, string>()
  const keyed = nodes.map((node, at) => {
    const key =
      node.id === undefined
        ? originKey(origin, 'message', conversation, at, node.role ?? '', node.content)
        : originKey(origin, 'message', conversation, node.id)
    if (node.id !== undefined) keys.set(node.id, key)
    return { ...node, key }
  })
  return keyed.map((node, at) => ({
    ...node,
    up:
      node.parent === undefined
        ? (keyed[at - 1]?.key ?? null)
        : node.parent === null
          ? null
          : (keys.get(node.parent) ?? null),
  }))
}

/** For every node the nearest shown one above it; undefined when some follow each other in a circle. */
function shownParents(nodes: Node[], shown: ReadonlySet<string>): Map<string, string | null> | undefined {
  const ups = new Map(nodes.map(({ key, up }) => [key, up]))
  const parents = new Map<string, string | null>()
  for (const { key } of nodes) {
    const passed: string[] = []
    const onWay = new Set<string>()
    let at: string | null = key
    while (at !== null && !parents.has(at)) {
      if (onWay.has(at)) return undefined
      onWay.add(at)
      passed.push(at)
      at = ups.get(at) ?? null
    }
    for (const one of passed.reverse()) {
      const up = ups.get(one) ?? null
      parents.set(one, up === null ? null : shown.has(up) ? up : (parents.get(up) ?? null))
    }
  }
  return parents
}

function messageOf(
  node: Node & { parent: string | null },
  at: string,
  agent: string | null,
  place: Place,
): FoundMessage {
  const { key, parent, role, content, reasoning, model, stopped, usage, liked, comment } = node
  const isAnswer = role === 'assistant'
  return {
    key,
    parent,
    role: isAnswer ? 'assistant' : 'user',
    status: stopped && isAnswer ? 'stopped' : 'complete',
    content: cleanText(content),
    created_at: at,
    active: false,
    ...(reasoning && isAnswer && { reasoning: cleanText(reasoning) }),
    ...(isAnswer && {
      answer: {
        agent_id: null,
        agent_name: agent === null ? null : cleanText(agent.slice(0, shortTextMax)),
        model: model ? cleanText(model.slice(0, shortTextMax)) : null,
        finish_reason: stopped ? 'stopped' : 'stop',
        usage: usage ?? null,
      },
    }),
    ...(isAnswer &&
      typeof liked === 'boolean' && {
        feedback: {
          type: liked ? ('like' as const) : ('dislike' as const),
          comment: comment ? cleanText(comment.slice(0, commentMax)) : null,
          created_at: at,
        },
      }),
    place,
  }
}

/** Makes the path to the leaf the one a reader sees. */
function activate(
  messages: FoundMessage[],
  nodes: Node[],
  parents: ReadonlyMap<string, string | null>,
  leaf: string | null | undefined,
): void {
  const byKey = new Map(messages.map((message) => [message.key, message]))
  const named = leaf ? nodes.find(({ id }) => id === leaf)?.key : undefined
  let at: string | null | undefined = named ?? messages.at(-1)?.key
  if (at && !byKey.has(at)) at = parents.get(at) ?? messages.at(-1)?.key
  for (let steps = 0; at && steps <= messages.length; steps++) {
    const message = byKey.get(at)
    if (!message) return
    message.active = true
    at = message.parent
  }
}

function instantOf(value: unknown, member: string, place: Place): { at?: string; reason?: Reason } {
  if (value === undefined || value === null || value === '' || value === 0) return {}
  const at = toInstant(value)
  return at ? { at } : { reason: badDate(member, place) }
}

const firstInstant = (nodes: Node[]) =>
  nodes.map(({ at }) => toInstant(at)).find((at) => at !== null) ?? undefined

const tooManyMessages = (place: Place): Reason => ({
  code: 'TOO_MANY_MESSAGES',
  texts: {
    zh: `一个对话的消息过多，最多 ${nodesMax} 条`,
    en: `A conversation has too many messages: at most ${nodesMax}.`,
  },
  place,
})

const circle = (place: Place): Reason => ({
  code: 'NOT_A_TREE',
  texts: {
    zh: '消息之间的先后关系形成了循环',
    en: 'The messages follow each other in a circle.',
  },
  place,
})
