import type { InstructionsSubject } from './context-subject.ts'
import type { Part } from './part.ts'

/** The agent's instructions, as its administrator wrote them: never cut. */
export const agentPrompt = ({ agent }: InstructionsSubject): Part[] => [
  { kind: 'agent', id: `${agent.id}`, name: agent.name, version: agent.version, text: agent.system_prompt },
]
