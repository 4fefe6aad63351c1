import type { ImportBatch } from '@lingzhi/contracts/chat-import'
import type { Static } from 'typebox'
import type { Reason } from './reading/fault.ts'

export interface Counts {
  new: number
  existing: number
  changed: number
  skipped: number
}

/** What an import has come to so far. */
export interface Tally {
  conversations: Counts
  messages: Counts
  /** Parts of conversations that Lingzhi has no place for, such as the output of tools. */
  left_out: number
  /** Agents by names that no agent here has. */
  unknown_agents: string[]
  /** The conversation counted last: more of it may follow. */
  last: { ordinal: number; outcome: string } | null
}

/** What the first reading of a file found: how much there is, and which of its conversations cannot be imported. */
export interface Checked {
  conversations: number
  messages: number
  left_out: number
  skipped: Skipped[]
}

export interface Skipped {
  ordinal: number
  messages: number
  reason: Reason
}

const none = (): Counts => ({ new: 0, existing: 0, changed: 0, skipped: 0 })
const unknownMax = 20

export const emptyTally = ({ skipped, left_out }: Checked): Tally => ({
  conversations: { ...none(), skipped: skipped.length },
  messages: { ...none(), skipped: skipped.reduce((sum, { messages }) => sum + messages, 0) },
  left_out,
  unknown_agents: [],
  last: null,
})

const names = { n: 'new', e: 'existing', c: 'changed' } as const
const nameOf = (outcome: string) => names[outcome as keyof typeof names] ?? 'existing'

/** The tally with what became of a batch. A conversation that several batches hold counts once: as new if its first part was. */
export function addBatch(
  tally: Tally,
  ordinals: readonly number[],
  { conversations: outcomes, messages, unknown_agents }: Static<typeof ImportBatch.result>,
): Tally {
  const conversations = { ...tally.conversations }
  let { last } = tally
  for (const [at, ordinal] of ordinals.entries()) {
    const outcome = outcomes[at] ?? 'e'
    if (last?.ordinal !== ordinal) {
      conversations[nameOf(outcome)] += 1
      last = { ordinal, outcome }
    } else if (last.outcome === 'e' && outcome !== 'e') {
      conversations.existing -= 1
      conversations.changed += 1
      last = { ordinal, outcome: 'c' }
    }
  }
  return {
    ...tally,
    conversations,
    messages: {
      ...tally.messages,
      new: tally.messages.new + messages.new,
      existing: tally.messages.existing + messages.existing,
      changed: tally.messages.changed + messages.changed,
    },
    unknown_agents: [...new Set([...tally.unknown_agents, ...unknown_agents])].slice(0, unknownMax),
    last,
  }
}
