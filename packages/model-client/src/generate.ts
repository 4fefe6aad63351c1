import type { Cache } from '@lingzhi/cache/open-redis'
import type { Problem } from '@lingzhi/contracts/problem'
import { counter } from '@lingzhi/metrics/instruments'
import { delay } from '@lingzhi/runtime/delay'
import type { Logger } from '@lingzhi/runtime/logger'
import { callProvider } from './call-provider.ts'
import type { Target } from './choose-models.ts'
import { chooseModels, defaultTargets, keyOf } from './choose-models.ts'
import { openCircuit } from './circuit.ts'
import { collectAnswer } from './collect-answer.ts'
import { countsAgainstProvider, forCaller, toModelProblem } from './failures.ts'
import type { ModelConfig } from './model-config.ts'
import { openClient } from './open-client.ts'
import { ModelDown, ModelNotConfigured, ModelRejected, ModelTimeout } from './problems.ts'
import { readProviders } from './providers.ts'
import type { ToolCallDelta } from './read-chunk.ts'
import { rememberRefused } from './refused-parameters.ts'
import { retryWait } from './retry-wait.ts'
import type { ModelSettings } from './settings.ts'
import { splitList } from './split-list.ts'
import { toRequestBody } from './to-request-body.ts'
import type { Usage } from './usage.ts'
import { roughUsage, settleUsage } from './usage.ts'

const calls = counter(
  'lingzhi_provider_calls_total',
  'Calls of providers: answered, or the code of the failure.',
  ['provider', 'outcome'],
)
const tokens = counter('lingzhi_provider_tokens_total', 'Tokens of whole answers.', ['provider', 'kind'])

export type { Usage }

/** A message in the form of OpenAI's API; what else it holds is passed on as it is. */
export interface ModelMessage {
  role: string
  content?: unknown
}

export interface GenerateRequest {
  agentId: number
  modelConfig: ModelConfig
  messages: ModelMessage[]
  userId: string | null
  signal: AbortSignal
  /** How much to think in the words of a caller, for providers that take those: theirs are finer than `thinking`. */
  effort?: string
  /** False: what was said cannot be taken back, so a failure after the first token is raised. */
  mayRestart?: boolean
  /** Further members of the provider's request body, such as tools, passed on as they are. */
  parameters?: Record<string, unknown>
}

export type ModelEvent =
  | { type: 'reasoning'; text: string }
  | { type: 'content'; text: string }
  | { type: 'tool_calls'; calls: ToolCallDelta[] }
  /** Another try after the first token: everything before is void. */
  | { type: 'restart'; reason: string }
  | {
      type: 'end'
      finishReason: string
      usage: Usage
      model: string
      provider: string
      /** Calls made to providers, this one included. */
      attempts: number
    }

/** Who was asked last, as the event `end` would have told it, and what it may have cost. */
export type BrokenOff = Pick<
  Extract<ModelEvent, { type: 'end' }>,
  'usage' | 'model' | 'provider' | 'attempts'
>

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
}

export function createGenerate(
  config: ModelSettings,
  log: Logger,
  { cache, env = {} }: GenerateDeps = {},
): Generate {
  const providers = readProviders(config, env)
  const clients = new Map(providers.map((provider) => [provider, openClient(provider)]))
  const circuit = openCircuit(config, cache)
  const refused = rememberRefused()
  const askedLast = new WeakMap<GenerateRequest, { target: Target; attempts: number }>()
  const choice = {
    providers,
    defaultModel: config.LLM_MODEL,
    fallbackModels: splitList(config.LLM_FALLBACK_MODELS),
  }

  async function* generate(request: GenerateRequest): AsyncGenerator<ModelEvent> {
    const { signal } = request
    const started = performance.now()
    const targets = chooseModels(choice, request.modelConfig)
    let attempts = 0
    let reason: Problem | undefined
    /** The code of the failure after which a reader holds half an answer. */
    let voided: string | undefined

    for (const target of targets) {
      const { provider, model } = target
      const client = clients.get(provider)
      for (let retries = 0; client; retries++) {
        signal.throwIfAborted()
        const restMs = await circuit.closedFor(provider.name)
        const leftMs = config.LLM_TOTAL_TIMEOUT_MS - (performance.now() - started)
        if (restMs > 0) reason ??= ModelDown({ retryAfterS: restMs / 1_000 })
        if (leftMs <= 0) reason ??= ModelTimeout()
        if (restMs > 0 || leftMs <= 0) break

        attempts++
        askedLast.set(request, { target, attempts })
        const answer = collectAnswer()
        const body = toRequestBody(target, request)
        let failure: Problem | undefined
        try {
          for await (const chunk of callProvider(client, target, {
            body,
            refused,
            signal,
            totalMs: leftMs,
          })) {
            for (const event of answer.take(chunk)) {
              if (voided) yield { type: 'restart', reason: voided }
              voided = undefined
              yield event
            }
          }
        } catch (error) {
          signal.throwIfAborted()
          failure = toModelProblem(error, provider.apiKey)
        }

        if (!failure) {
          await circuit.succeeded(provider.name)
          if (voided) yield { type: 'restart', reason: voided }
          const { finishReason, usage: told, text } = answer.told
          const usage = await settleUsage(told, request.messages, text, model)
          countAnswer(provider.name, usage)
          yield { type: 'end', finishReason, usage, model: model.name, provider: provider.name, attempts }
          return
        }

        reason ??= failure
        if (answer.spoke) voided = failure.code
        calls.inc({ provider: provider.name, outcome: failure.code })
        logFailure(log, target, attempts, failure)
        const final = answer.spoke && request.mayRestart === false
        const waitMs = final ? undefined : retryWait(failure, retries, performance.now() - started, config)
        if (waitMs === undefined) {
          if (countsAgainstProvider(failure)) await circuit.failed(provider.name)
          else await circuit.succeeded(provider.name)
          if (final) throw forCaller(failure)
          if (failure.code === ModelRejected.code) targets.push(...untried(defaultTargets(choice), targets))
          break
        }
        await delay(waitMs, signal)
      }
    }
    throw reason ? forCaller(reason) : ModelNotConfigured({ retryAfterS: 60 })
  }

  return Object.assign(generate, {
    estimate: (request: GenerateRequest, said: string) => {
      const asked = askedLast.get(request)
      if (!asked) return undefined
      const { provider, model } = asked.target
      const usage = roughUsage(request.messages, said, model)
      return { usage, model: model.name, provider: provider.name, attempts: asked.attempts }
    },
    contextWindow: (modelConfig: ModelConfig) =>
      modelConfig.context_window ?? chooseModels(choice, modelConfig)[0]?.model.context_window,
    close: () => Promise.all([...clients.values()].map((client) => client.close())),
  })
}

const untried = (wanted: Target[], targets: Target[]) =>
  wanted.filter((other) => targets.every((target) => keyOf(target) !== keyOf(other)))

function countAnswer(provider: string, { prompt_tokens, completion_tokens }: Usage) {
  calls.inc({ provider, outcome: 'answered' })
  tokens.inc({ provider, kind: 'prompt' }, prompt_tokens)
  tokens.inc({ provider, kind: 'completion' }, completion_tokens)
}

function logFailure(log: Logger, { provider, model }: Target, attempts: number, failure: Problem) {
  const { cause } = failure.options
  const why = cause instanceof Error ? cause.message : failure.message
  log.warn({ provider: provider.name, model: model.name, attempts, code: failure.code, why }, 'no answer')
}
