import type { Cache } from '@lingzhi/cache/open-redis'
import type { Problem } from '@lingzhi/contracts/problem'
import { counter } from '@lingzhi/metrics/instruments'
import type { Logger } from '@lingzhi/runtime/logger'
import { callProvider } from './call-provider.ts'
import { chooseModels, defaultTargets } from './choose-models.ts'
import { createCircuit } from './circuit.ts'
import type { Clock } from './clock.ts'
import { realClock } from './clock.ts'
import { collectAnswer } from './collect-answer.ts'
import { toModelProblem } from './failures.ts'
import type { ModelConfig } from './model-config.ts'
import type { BrokenOff, GenerateRequest, ModelEvent, Usage } from './model-events.ts'
import { openClient } from './open-client.ts'
import type { PlannedCall } from './plan-calls.ts'
import { planCalls } from './plan-calls.ts'
import type { Provider } from './providers.ts'
import { readProviders } from './providers.ts'
import { rememberRefused } from './refused-parameters.ts'
import type { ModelSettings } from './settings.ts'
import { splitList } from './settings.ts'
import { toRequestBody } from './to-request-body.ts'
import { roughUsage, settleUsage } from './usage.ts'

// What a caller of generate() needs beside it.
export type { BrokenOff, GenerateRequest, ModelEvent, ModelMessage, Usage } from './model-events.ts'

const calls = counter(
  'lingzhi_provider_calls_total',
  'Calls of providers: answered, or the code of the failure.',
  ['provider', 'outcome'],
)
const tokens = counter('lingzhi_provider_tokens_total', 'Tokens of whole answers.', ['provider', 'kind'])

/**
 * Asks the model an agent wants, with retries and fallbacks, until an answer is whole: the last event is
 * always `end`. Raises one of the model problems when nobody could answer, and the signal's reason, at once,
 * when the signal fires. A caller that stops reading ends the provider's work.
 */
export interface Generate {
  (request: GenerateRequest): AsyncIterable<ModelEvent>
  /** Of an answer that was broken off after `said`: providers bill that, too. Undefined when nobody was asked. */
  estimate: (request: GenerateRequest, said: string) => BrokenOff | undefined
  /** Tokens the agent's first choice of model can hold; undefined when nobody says. */
  contextWindow: (modelConfig: ModelConfig) => number | undefined
  close: () => Promise<unknown>
}

export interface GenerateDeps {
  /** Shares the providers' circuits between replicas. */
  cache?: Cache
  /** Holds the keys that LLM_PROVIDERS names. */
  env?: NodeJS.ProcessEnv
  /** What retries and circuits go by. */
  clock?: Clock
}

/** Raises ConfigError when the settings name no usable providers; see readProviders. Calls nobody yet. */
export function createGenerate(
  config: ModelSettings,
  log: Logger,
  { cache, env = {}, clock = realClock }: GenerateDeps = {},
): Generate {
  const providers = readProviders(config, env)
  const clients = new Map(providers.map((provider) => [provider, openClient(provider)]))
  const circuit = createCircuit(config, clock, cache)
  const refused = rememberRefused()
  const lastCalls = new WeakMap<GenerateRequest, PlannedCall>()
  const choice = {
    providers,
    defaultModel: config.LLM_MODEL,
    fallbackModels: splitList(config.LLM_FALLBACK_MODELS),
  }

  const clientOf = (provider: Provider) => {
    const client = clients.get(provider)
    if (!client) throw new Error(`no client was opened for provider ${provider.name}`)
    return client
  }

  async function* generate(request: GenerateRequest): AsyncGenerator<ModelEvent> {
    const { signal } = request
    const targets = chooseModels(choice, request.modelConfig)
    const wanted = { targets, lastResort: defaultTargets(choice), signal }
    const plan = planCalls(wanted, { settings: config, circuit, clock })
    /** The code of the failure after which a reader holds half an answer. */
    let voided: string | undefined

    for (;;) {
      const call = await plan.next()
      lastCalls.set(request, call)
      const { provider, model } = call.target
      const body = toRequestBody(call.target, request)
      const answer = collectAnswer(voided)
      try {
        const chunks = callProvider(clientOf(provider), call.target, {
          body,
          refused,
          signal,
          totalMs: call.leftMs,
        })
        for await (const chunk of chunks) for (const event of answer.take(chunk)) yield event
      } catch (error) {
        signal.throwIfAborted()
        const failure = toModelProblem(error, provider.apiKey)
        reportFailure(log, call, failure)
        if (answer.spoke) voided = failure.code
        await plan.failed(call, failure, answer.spoke && request.mayRestart === false)
        continue
      }

      await plan.answered(call)
      yield* answer.finish()
      const { finishReason, usage: counted, text } = answer.summary
      const usage = await settleUsage(counted, request.messages, text, model)
      countAnswer(provider.name, usage)
      yield { type: 'end', finishReason, usage, ...namesOf(call) }
      return
    }
  }

  return Object.assign(generate, {
    estimate: (request: GenerateRequest, said: string) => {
      const call = lastCalls.get(request)
      return call && { usage: roughUsage(request.messages, said, call.target.model), ...namesOf(call) }
    },
    contextWindow: (modelConfig: ModelConfig) =>
      modelConfig.context_window ?? chooseModels(choice, modelConfig)[0]?.model.context_window,
    close: () => Promise.all([...clients.values()].map((client) => client.close())),
  })
}

const namesOf = ({ target: { model, provider }, number }: PlannedCall) => ({
  model: model.name,
  provider: provider.name,
  attempts: number,
})

function countAnswer(provider: string, { prompt_tokens, completion_tokens }: Usage) {
  calls.inc({ provider, outcome: 'answered' })
  tokens.inc({ provider, kind: 'prompt' }, prompt_tokens)
  tokens.inc({ provider, kind: 'completion' }, completion_tokens)
}

function reportFailure(log: Logger, call: PlannedCall, failure: Problem) {
  const { model, provider, attempts } = namesOf(call)
  calls.inc({ provider, outcome: failure.code })
  const { cause } = failure.options
  const why = cause instanceof Error ? cause.message : failure.message
  log.warn({ provider, model, attempts, code: failure.code, why }, 'no answer')
}
