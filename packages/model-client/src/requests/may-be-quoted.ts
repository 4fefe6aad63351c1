import type { ModelMessage } from '../model-events.ts'
import type { Change } from './change.ts'
import { offeredTools } from './optional-tools.ts'
import { structuredOutput } from './structured-output.ts'
import { systemRole } from './system-role.ts'

/** Longer conversations are not looked through: what they may have said counts as said. */
const charsMax = 200_000

/**
 * Whether a refusal that asks for this change may have found its reason in the messages: some providers read out what they were
 * sent. Spelling makes no difference (top_p, topP, top p), and the operator's own instructions are left out.
 */
export function mayBeQuoted(change: Change, messages: readonly ModelMessage[]): boolean {
  const texts = messages.filter(({ role }) => role !== 'system').flatMap(({ content }) => textsIn(content))
  if (texts.reduce((chars, text) => chars + text.length, 0) > charsMax) return true
  const written = bare(texts.join('\n'))
  return signsOf(change).some((sign) => written.includes(sign))
}

function signsOf({ name, most }: Change): string[] {
  if (name === systemRole) return ['system', 'developer']
  if (name === offeredTools) return ['tool', 'function', '工具']
  if (name === structuredOutput) return ['responseformat', 'json', 'schema', 'structured', 'guided']
  if (most !== undefined) return ['tokens', 'context']
  if (/think|reasoning|chat_template/.test(name))
    return ['thinking', 'reasoning', 'enabled', 'budget', '思考', '推理']
  return [name.endsWith('_penalty') ? 'penalt' : bare(name), ...(/max_.*tokens/.test(name) ? ['tokens'] : [])]
}

const bare = (text: string) => text.toLowerCase().replace(/[^\p{L}]/gu, '')

function textsIn(content: unknown): string[] {
  if (typeof content === 'string') return [content]
  if (!Array.isArray(content)) return []
  return content.flatMap((part) => (typeof part?.text === 'string' ? [part.text as string] : []))
}
