import type { ModelMessage } from '@lingzhi/model-client/model-events'
import type { Db } from '../database.ts'
import { agentPrompt } from './agent-prompt.ts'
import { blockPrompts } from './block-prompts.ts'
import type { CompositionRecord } from './composition-shape.ts'
import type { InstructionsSubject } from './context-subject.ts'
import { ownRules } from './own-rules.ts'
import type { Part } from './part.ts'
import { preferencePrompt } from './preference-prompt.ts'
import { scenarioPrompts } from './scenario-prompts.ts'
import { skillPrompts } from './skill-prompts.ts'
import { systemTemplate } from './system-template.ts'

/**
 * Everything a model is told before a conversation, in one order: what changes seldom comes first, because providers cache the
 * start of a request. Each kind of instruction is a file of this folder: a function that returns parts, and one line below.
 */
export async function instructions(
  deps: { db: Db },
  subject: InstructionsSubject,
  question: string,
): Promise<Instructions> {
  const { shaping } = subject
  if (!shaping) return { parts: agentPrompt(subject), missing: [] }
  const { choices } = shaping
  const [scenarios, skills] = await Promise.all([
    scenarioPrompts(deps, subject),
    skillPrompts(deps, subject, question),
  ])
  return {
    parts: [
      ...systemTemplate(choices.defaults, scenarios),
      ...agentPrompt(subject),
      ...scenarios,
      ...skills.parts,
      ...ownRules(choices),
      ...preferencePrompt(choices, subject),
      ...blockPrompts(subject),
    ],
    missing: [
      ...(shaping.match?.gone ?? []).map((name) => ({ kind: 'scenario' as const, name })),
      ...skills.missing.map((name) => ({ kind: 'skill' as const, name })),
    ],
  }
}

export interface Instructions {
  parts: Part[]
  /** What was asked for and is not there, or not for this person. */
  missing: CompositionRecord['not_found']
}

/** The parts as one system message: several are not safe with every provider. */
export const asPrompt = (parts: readonly Part[]): ModelMessage & { content: string } => ({
  role: 'system',
  content: parts
    .filter(({ text }) => text !== '')
    .map(({ heading, text }, at, all) => {
      if (heading === undefined) return `${at > 0 ? '\n\n' : ''}${text}`
      const continues = all[at - 1]?.heading === heading
      return continues ? `\n${text}` : `${at > 0 ? '\n\n' : ''}${heading}：\n${text}`
    })
    .join(''),
})
