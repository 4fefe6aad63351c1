import type { ContextSubject } from './context-subject.ts'

/** What the agent's administrator wrote. */
export const agentPrompt = ({ agent }: ContextSubject): string => agent.system_prompt
