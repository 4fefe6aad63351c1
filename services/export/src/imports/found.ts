import type { ImportedConversation, ImportedMessage } from '@lingzhi/contracts/chat-import'
import type { Static } from 'typebox'
import type { Place, Reason } from './reading/fault.ts'

/** A message as a format's reader found it, in the form of a batch's line but for its place among the others. */
export interface FoundMessage extends Omit<Static<typeof ImportedMessage>, 'type' | 'ordinal'> {
  place: Place
}

export type FoundHead = Omit<
  Static<typeof ImportedConversation>,
  'type' | 'ordinal' | 'continued' | 'after_ms'
>

/** A conversation, or as much of a long one as is held at a time. */
export interface Found {
  head: FoundHead
  place: Place
  messages: FoundMessage[]
  /** Some of it came before. */
  continued: boolean
  /** Nothing of it follows. */
  ends: boolean
  /** What the format has and Lingzhi does not, such as the output of tools: left out, as docs/import.md says. */
  leftOut: number
  /** Why it cannot be imported. */
  reason?: Reason
}

/** What a reader of a format is given. */
export interface Source {
  chunks: () => AsyncGenerator<Buffer>
  /** For conversations that tell no time: when the file was uploaded. */
  uploadedAt: string
}

export type ReadFormat = (source: Source) => AsyncGenerator<Found>
