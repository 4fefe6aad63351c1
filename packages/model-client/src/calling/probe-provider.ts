import type { ModelFaultWord } from '@lingzhi/contracts/model-faults'
import { maskKeys } from '../failures/clean-words.ts'
import { readFailure } from '../failures/failures.ts'
import { ProviderRefusal } from '../failures/read-refusal.ts'
import type { ModelClient } from '../providers/open-client.ts'
import { toRequestBody } from '../requests/to-request-body.ts'
import { storableText } from '../storable-text.ts'
import { callProvider } from './call-provider.ts'
import type { Target } from './choose-models.ts'
import { faultWord } from './fault-word.ts'

/** A provider that cannot be used as it is configured. Nothing here holds a key. */
export interface ModelFault {
  provider: string
  address: string
  model: string
  reason: ModelFaultWord
  /** What was received, or what broke. */
  why: string
  /** Models that the provider lists, for when it does not serve this one. */
  serves?: string[]
}

const probeMaxMs = 10_000
const whyCharsMax = 500
const namesMax = 8

/**
 * Finds out whether a provider takes our calls: its list of models tells, free of charge. Where it has none, lists to everybody, or (over
 * https) lists the model not, the smallest question decides, an answer of one token. Resolves within ten seconds, with undefined when
 * the model can be used, or when it is stopped; a provider that takes longer to answer than to list is slow, which is no fault.
 */
export async function probeProvider(
  client: ModelClient,
  target: Target,
  stop: AbortSignal,
): Promise<ModelFault | undefined> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(probeMaxMs)])
  const name = target.model.provider_name ?? target.model.name
  let names: string[] | undefined
  let listing: unknown
  try {
    names = await client.models(signal)
    const listed = names?.some((one) => one === name || one === `${name}:latest`)
    if (listed && (await provesKey(client, target, signal))) return undefined
    if (!listed && names?.length && isOwnServer(target)) return notListed(target, names)
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) return faultOf(target, error)
    listing = error
  }
  try {
    await ask(client, target, signal)
    return undefined
  } catch (error) {
    if (signal.aborted && names) return undefined
    const fault = faultOf(target, error)
    if (fault?.reason !== 'model') return fault
    if (names?.length) return { ...fault, serves: names.slice(0, namesMax) }
    // Neither the list nor the question is known there, and the model is not what it speaks of.
    const pathIsWrong =
      listing instanceof ProviderRefusal && listing.status === 404 && !/model|模型/i.test(fault.why)
    return pathIsWrong ? { ...fault, reason: 'address' } : fault
  }
}

/** A server of one's own, behind http: its list is complete, often needs no key, and a question may make it load a model. */
const isOwnServer = ({ provider }: Target) => provider.address.startsWith('http:')

function notListed({ provider, model }: Target, names: string[]): ModelFault {
  return {
    provider: provider.name,
    address: provider.address,
    model: model.name,
    reason: 'model',
    why: 'it is not in its list of models',
    serves: names.slice(0, namesMax),
  }
}

/** Whether the list was shown because of the key. */
async function provesKey(client: ModelClient, target: Target, signal: AbortSignal): Promise<boolean> {
  if (target.provider.apiKey === undefined || isOwnServer(target)) return true
  return client.models(signal, { withoutKey: true }).then(
    () => false,
    () => true,
  )
}

async function ask(client: ModelClient, target: Target, signal: AbortSignal): Promise<void> {
  const body = toRequestBody(target, {
    agentId: 0,
    userId: null,
    modelConfig: { max_tokens: 1 },
    messages: [{ role: 'user', content: '1' }],
    signal,
  })
  for await (const _ of callProvider(client, target, { body, signal, totalMs: probeMaxMs, mayVoid: true }));
}

function faultOf(target: Target, error: unknown): ModelFault | undefined {
  const { provider, model } = target
  const { kind, problem } = readFailure(error, provider)
  if (error instanceof Error && error.name === 'AbortError') return undefined
  const timedOut = error instanceof Error && error.name === 'TimeoutError'
  const reason = timedOut ? 'timeout' : faultWord(kind, error)
  if (!reason) return undefined
  const { cause } = problem.options
  const why = cause instanceof Error ? cause.message : problem.message
  return {
    provider: provider.name,
    address: provider.address,
    model: model.name,
    reason,
    why: storableText(maskKeys(why, provider.apiKey), whyCharsMax),
  }
}
