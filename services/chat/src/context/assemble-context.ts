import type { ModelMessage } from '@lingzhi/model-client/model-events'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { agentPrompt } from './agent-prompt.ts'
import type { ContextSubject } from './context-subject.ts'
import { fitWindow } from './fit-window.ts'
import { history } from './history.ts'

/**
 * Everything a model is shown for one question, decided here and nowhere else: the instructions as one system message,
 * then as much of the conversation as fits the model's window beside them.
 *
 * Each part is a file of this folder. A new instruction is a function of the subject that returns a text (empty:
 * nothing to add) and one line below, before those that change more often: providers cache the start of a request.
 */
export async function assembleContext(
  ctx: Pick<Deps, 'db' | 'generate'> & { config: Pick<Config, 'CONTEXT_MESSAGES'> },
  subject: ContextSubject,
): Promise<ModelMessage[]> {
  const { model_config } = subject.agent
  const instructions = await Promise.all([agentPrompt(subject)])
  const conversation = await history(ctx, subject)

  const system = { role: 'system', content: instructions.filter((text) => text !== '').join('\n\n') }
  return fitWindow(
    [system, ...conversation],
    ctx.generate.contextWindow(model_config),
    model_config.max_tokens,
  )
}
