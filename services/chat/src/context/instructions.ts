import type { ModelMessage } from '@lingzhi/model-client/model-events'
import { agentPrompt } from './agent-prompt.ts'
import type { InstructionsSubject } from './context-subject.ts'

/**
 * Everything a model is told before a conversation, as one system message: several are not safe with every provider. It
 * stands before the stored conversations of our own API and before the callers' own at `/v1`.
 *
 * Each instruction is a file of this folder: a function of the subject that returns a text (empty: nothing to add), and
 * one line below, before those that change more often: providers cache the start of a request.
 */
export async function instructions(
  subject: InstructionsSubject,
): Promise<ModelMessage & { content: string }> {
  const texts = await Promise.all([agentPrompt(subject)])
  return { role: 'system', content: texts.filter((text) => text !== '').join('\n\n') }
}
