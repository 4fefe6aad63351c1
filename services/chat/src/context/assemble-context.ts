import type { ModelMessage } from '@lingzhi/model-client/model-events'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { ContextSubject } from './context-subject.ts'
import { fitWindow } from './fit-window.ts'
import { history } from './history.ts'
import { instructions } from './instructions.ts'

/**
 * Everything a model is shown for one question, decided in this folder and nowhere else: the instructions, then as much of
 * the conversation as fits the model's window beside them.
 */
export async function assembleContext(
  deps: Pick<Deps, 'db' | 'generate'> & { config: Pick<Config, 'CONTEXT_MESSAGES'> },
  subject: ContextSubject,
): Promise<ModelMessage[]> {
  const { model_config } = subject.agent
  const conversation = await history(deps, subject)
  return fitWindow(
    [await instructions(subject), ...conversation],
    deps.generate.contextWindow(model_config),
    model_config.max_tokens,
  )
}
