import type { Found, FoundHead, FoundMessage } from '../found.ts'
import { orderMessages } from '../order-messages.ts'
import type { Place, Reason } from '../reading/fault.ts'

const pieceMessages = 1_000
const pieceMaxChars = 600_000

/**
 * Hands a conversation on in pieces of at most about this size, as its messages come in. One that fits a piece is put in order,
 * should a message come before the one it follows.
 */
export interface Pieces {
  begin: (head: FoundHead, place: Place, reason?: Reason) => void
  add: (message: FoundMessage, reason?: Reason) => Found | undefined
  end: () => Found | undefined
}

export function createPieces(): Pieces {
  let current: { head: FoundHead; place: Place } | undefined
  let messages: FoundMessage[] = []
  let reason: Reason | undefined
  let chars = 0
  let continued = false

  const hand = (ends: boolean): Found => {
    const piece = {
      ...current!,
      messages: (ends && !continued && orderMessages(messages)) || messages,
      continued,
      ends,
      leftOut: 0,
      ...(reason && { reason }),
    }
    messages = []
    chars = 0
    continued = true
    return piece
  }
  return {
    begin: (head, place, its) => {
      current = { head, place }
      reason = its
      continued = false
    },
    add: (message, its) => {
      reason ??= its
      const length = message.content.length + (message.reasoning?.length ?? 0)
      const full = messages.length >= pieceMessages || (messages.length > 0 && chars + length > pieceMaxChars)
      const piece = full ? hand(false) : undefined
      messages.push(message)
      chars += length
      return piece
    },
    end: () => {
      if (!current) return undefined
      const piece = hand(true)
      current = undefined
      return piece
    },
  }
}
