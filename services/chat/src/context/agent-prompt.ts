import type { ContextSubject } from './context-subject.ts'

/** The agent's instructions, as its administrator wrote them. */
export const agentPrompt = ({ agent }: ContextSubject): string => agent.system_prompt
