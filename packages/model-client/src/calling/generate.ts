import type { Cache } from '@lingzhi/cache/open-redis'
import type { ModelFaultWord } from '@lingzhi/contracts/model-faults'
import { counter } from '@lingzhi/metrics/instruments'
import type { Logger } from '@lingzhi/runtime/logger'
import type { Clock } from '../clock.ts'
import { realClock } from '../clock.ts'
import type { Failure } from '../failures/failures.ts'
import { readFailure } from '../failures/failures.ts'
import type { Kind } from '../failures/kinds.ts'
import type { BrokenOff, GenerateRequest, ModelEvent, PassedOn, Usage } from '../model-events.ts'
import { openClient } from '../providers/open-client.ts'
import type { Provider } from '../providers/providers.ts'
import { readProviders } from '../providers/providers.ts'
import type { ModelSettings } from '../providers/settings.ts'
import { splitList } from '../providers/settings.ts'
import { learnedParameters, withChanges } from '../requests/learned-parameters.ts'
import type { ModelConfig } from '../requests/model-config.ts'
import { offeredTools } from '../requests/optional-tools.ts'
import { askStructured, modeAfter } from '../requests/structured-output.ts'
import { toRequestBody } from '../requests/to-request-body.ts'
import { collectAnswer } from '../responses/collect-answer.ts'
import { roughUsage, settleUsage } from '../responses/usage.ts'
import { adaptRequest, asGiven } from './adapt-request.ts'
import { chooseModels, defaultTargets, keyOf, seeingConfig } from './choose-models.ts'
import { createCircuit } from './circuit.ts'
import type { PlannedCall } from './plan-calls.ts'
import { planCalls } from './plan-calls.ts'
import type { ModelFault } from './probe-provider.ts'
import { probeProvider } from './probe-provider.ts'
import { tracedCall } from './traced-call.ts'

const calls = counter(
  'lingzhi_provider_calls_total',
  'Calls to providers, by outcome: answered, adapted (made again with another request), or the code of the failure.',
  ['provider', 'outcome'],
)
const tokens = counter('lingzhi_provider_tokens_total', 'Tokens of complete answers.', ['provider', 'kind'])

/**
 * Calls the agent's model, with retries and fallbacks, until an answer is complete: the last event is always `end`.
 * Raises one of the model problems when no model could answer, and the signal's reason as soon as the signal fires.
 * Leaving the loop ends the provider's call.
 */
export interface Generate {
  (request: GenerateRequest): AsyncIterable<ModelEvent>
  /** The usage, which providers bill, of an answer broken off after `answer`. Undefined when no call was made. */
  estimate: (request: GenerateRequest, answer: string) => BrokenOff | undefined
  /** The window of the agent's first choice of model, in tokens; undefined when it is not configured. */
  contextWindow: (modelConfig: ModelConfig) => number | undefined
  /** The settings for a conversation with pictures; undefined when no model that takes them is configured. */
  forPictures: (modelConfig: ModelConfig) => ModelConfig | undefined
  /** Tries every provider once, at LLM_MODEL or else at its first model; `otherwise` where it lists none. Never raises. */
  probe: (otherwise: string | undefined, signal: AbortSignal) => Promise<ModelFault[]>
  /** Why a provider cannot be used, by its last call or probe; undefined when all can, or none was called yet. */
  fault: () => ModelFaultWord | undefined
  close: () => Promise<unknown>
}

export interface GenerateDeps {
  /** Shares the providers' circuits between replicas. */
  cache?: Cache
  /** Holds the keys of providers, under the names in LLM_PROVIDERS. */
  env?: NodeJS.ProcessEnv
  /** The clock of retries and circuits. */
  clock?: Clock
}

/** Raises ConfigError when the list of providers is faulty; see readProviders. Makes no call yet. */
export function createGenerate(
  config: ModelSettings,
  log: Logger,
  { cache, env = {}, clock = realClock }: GenerateDeps = {},
): Generate {
  const providers = readProviders(config, env)
  const clients = new Map(providers.map((provider) => [provider, openClient(provider, config)]))
  for (const [{ name }, { proxy }] of clients) {
    if (proxy) log.info({ provider: name, proxy }, 'this provider is called through a proxy')
  }
  const circuit = createCircuit(config, clock, cache)
  const learned = learnedParameters(clock)
  const refusing = new Map<string, ModelFaultWord>()
  const lastCalls = new WeakMap<GenerateRequest, PlannedCall>()
  const choice = {
    providers,
    defaultModel: config.LLM_MODEL,
    fallbackModels: splitList(config.LLM_FALLBACK_MODELS),
    visionModel: config.LLM_VISION_MODEL,
  }

  const clientOf = (provider: Provider) => {
    const client = clients.get(provider)
    if (!client) throw new Error(`no client was opened for provider ${provider.name}`)
    return client
  }

  async function* generate(request: GenerateRequest): AsyncGenerator<ModelEvent> {
    const { signal } = request
    const targets = chooseModels(choice, request.modelConfig)
    const order = { targets, lastResort: defaultTargets(choice), caller: request.caller, signal }
    const plan = planCalls(order, { settings: config, circuit, clock })
    /** The code of the failure that left the reader with a partial answer. */
    let voided: string | undefined

    let call = await plan.next()
    let adapted = asGiven(request)

    for (;;) {
      lastCalls.set(request, call)
      const { target } = call
      const { provider, model } = target
      const known = learned.of(keyOf(target), request.caller)
      const changes = [
        ...(request.toolsOptional ? known : known.filter(({ name }) => name !== offeredTools)),
        ...adapted.changes,
      ]
      const asked = toRequestBody(target, { ...request, messages: adapted.messages })
      const { structured } = request
      const sent = withChanges(
        structured ? askStructured(asked, structured, modeAfter(changes)) : asked,
        changes,
      )
      const answer = collectAnswer(voided)
      let accepted = false
      let shown = false
      let cutBy: string | undefined
      try {
        const chunks = tracedCall(call.number, clientOf(provider), target, {
          body: sent.body,
          signal,
          totalMs: call.leftMs,
          mayVoid: request.mayRestart !== false,
          tools: toolNames(request.parameters),
        })
        for await (const chunk of chunks) {
          if (!accepted) {
            accepted = true
            if (adapted.changes.length > 0) learned.confirm(keyOf(target), adapted.changes, request)
            if (sent.changed.length > 0) request.onChanged?.(sent.changed)
          }
          for (const event of answer.take(chunk)) {
            shown ||= event.type === 'content'
            yield event
          }
        }
      } catch (error) {
        signal.throwIfAborted()
        const failure = readFailure(error, provider)
        const next = answer.started ? undefined : adaptRequest(request, adapted, sent.body, failure)
        if (next) {
          reportAdapted(log, call, next.because, failure)
          adapted = next
          call = plan.again(call)
          continue
        }
        reportFailure(log, call, failure)
        if (concernsOperator(failure.kind)) refusing.set(provider.name, failure.kind)
        if (failure.kind === 'content' && shown) cutBy = 'content_filter'
        else {
          if (answer.started) voided = failure.problem.code
          await plan.failed(call, failure, answer.started && request.mayRestart === false)
          call = await plan.next()
          if (call.target !== target) adapted = asGiven(request)
          continue
        }
      }

      await plan.answered(call)
      refusing.delete(provider.name)
      yield* answer.finish()
      const { finishReason, usage: counted, text } = answer.summary
      const usage = await settleUsage(counted, adapted.messages, text, model)
      countAnswer(provider.name, usage)
      yield { type: 'end', finishReason: cutBy ?? finishReason, usage, ...namesOf(call) }
      return
    }
  }

  return Object.assign(generate, {
    estimate: (request: GenerateRequest, answer: string) => {
      const call = lastCalls.get(request)
      return call && { usage: roughUsage(request.messages, answer, call.target.model), ...namesOf(call) }
    },
    contextWindow: (modelConfig: ModelConfig) =>
      modelConfig.context_window ?? chooseModels(choice, modelConfig)[0]?.model.context_window,
    forPictures: (modelConfig: ModelConfig) => seeingConfig(choice, modelConfig),
    probe: async (otherwise: string | undefined, signal: AbortSignal) => {
      const found = await Promise.all(
        providers.map((provider) => {
          const { LLM_MODEL: wanted } = config
          const name = provider.models[0]?.name ?? wanted ?? otherwise
          const model = provider.models.find((one) => one.name === wanted) ?? provider.models[0]
          if (!name) return undefined
          return probeProvider(clientOf(provider), { provider, model: model ?? { name } }, signal)
        }),
      )
      signal.throwIfAborted()
      const faults = found.filter((fault) => fault !== undefined)
      refusing.clear()
      for (const { provider, reason } of faults) refusing.set(provider, reason)
      return faults
    },
    fault: () => refusing.values().next().value,
    close: () => Promise.all([...clients.values()].map((client) => client.close())),
  })
}

/** Undefined when no tool may be called. */
function toolNames({ tools, tool_choice }: PassedOn = {}): ReadonlySet<string> | undefined {
  if (!Array.isArray(tools) || tools.length === 0 || tool_choice === 'none') return undefined
  return new Set(tools.map((tool) => (tool.type === 'function' ? tool.function?.name : tool.custom?.name)))
}

const operatorKinds = ['key', 'credit', 'quota', 'region', 'address'] as const

const concernsOperator = (kind: Kind): kind is (typeof operatorKinds)[number] =>
  operatorKinds.some((one) => one === kind)

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

function reportFailure(log: Logger, call: PlannedCall, { kind, problem }: Failure) {
  const { model, provider, attempts } = namesOf(call)
  calls.inc({ provider, outcome: problem.code })
  log.warn({ provider, model, attempts, code: problem.code, kind, why: reasonOf(problem) }, 'no answer')
}

function reportAdapted(log: Logger, call: PlannedCall, because: string, { problem }: Failure) {
  const { model, provider, attempts } = namesOf(call)
  calls.inc({ provider, outcome: 'adapted' })
  log.info(
    { provider, model, attempts, change: because, why: reasonOf(problem) },
    'the request is changed and sent again',
  )
}

const reasonOf = ({ options: { cause }, message }: Failure['problem']) =>
  cause instanceof Error ? cause.message : message
