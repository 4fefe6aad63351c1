import type { App } from '@lingzhi/http/create-http'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { completeChat } from './complete-chat.ts'
import { listModels } from './list-models.ts'
import { sendOpenAIError } from './openai-error.ts'

/** The /v1 routes, in a scope of their own, because their errors have OpenAI's shape. */
export function openOpenAIDoor(app: App, deps: Deps, config: Config) {
  app.register(async (scope) => {
    scope.setErrorHandler(sendOpenAIError)
    completeChat(scope as unknown as App, deps, config)
    listModels(scope as unknown as App, deps)
  })
}
