import { roughTokens } from '@lingzhi/model-client/responses/count-tokens'
import { sumTokens } from './fit-window.ts'
import type { Part } from './part.ts'
import type { Illustrated } from './pictures.ts'

/** Which parts give way, the first first. What was retrieved goes before any message; the rest only when the question needs its room. */
const beforeMessages: ReadonlySet<Part['kind']> = new Set(['retrieved'])
const afterMessages: Part['kind'][] = ['skill', 'session-preferences', 'preferences']

/**
 * The parts that fit a room of so many tokens beside the conversation: of what must give way, the last goes first, what was retrieved before
 * the oldest messages, bodies of skills and preferences after all messages but the question. The agent, scenarios and own rules stay.
 */
export function fitParts(
  parts: readonly Part[],
  conversation: readonly Illustrated[],
  room: number | undefined,
): { kept: Part[]; leftOut: ReadonlySet<Part> } {
  const leftOut = new Set<Part>(parts.filter(({ cut }) => cut === 'left-out'))
  if (room === undefined) return { kept: parts.filter((part) => !leftOut.has(part)), leftOut }
  const tokens = () =>
    parts.reduce((sum, part) => (leftOut.has(part) ? sum : sum + roughTokens(part.text)), 0)
  const drop = (kinds: ReadonlySet<Part['kind']>, beside: number) => {
    for (const part of parts.toReversed())
      if (kinds.has(part.kind) && tokens() + beside > room) leftOut.add(part)
  }
  drop(beforeMessages, sumTokens(conversation))
  for (const kind of afterMessages) drop(new Set([kind]), sumTokens(conversation.slice(-1)))
  return { kept: parts.filter((part) => !leftOut.has(part)), leftOut }
}
