import type { InstructionsSubject } from './context-subject.ts'

/** The agent's instructions, as its administrator wrote them. */
export const agentPrompt = ({ agent }: InstructionsSubject): string => agent.system_prompt
