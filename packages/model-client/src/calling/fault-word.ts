import type { ModelFaultWord } from '@lingzhi/contracts/model-faults'
import type { Kind } from '../failures/kinds.ts'

/** Kinds that are about the question, or pass by themselves within seconds: the provider can be used. */
const harmless = ['content', 'tooLong', 'request', 'rate', 'empty'] as const
type Harmless = (typeof harmless)[number]

const isHarmless = (kind: Kind): kind is Harmless => harmless.some((one) => one === kind)

const tlsCodes = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO|WRONG_VERSION_NUMBER/

/** What keeps a provider from being used, in one word; undefined when nothing does. */
export function faultWord(kind: Kind, error: unknown): ModelFaultWord | undefined {
  if (isHarmless(kind)) return undefined
  const chain = causesOf(error)
  if (chain.some(({ message }) => message.startsWith('by way of the proxy'))) return 'proxy'
  if (kind !== 'down') return kind
  const codes = chain.map(({ code }) => String(code ?? '')).join(' ')
  if (/ECONNREFUSED/.test(codes)) return 'refused'
  if (/ENOTFOUND|EAI_AGAIN/.test(codes)) return 'host'
  if (tlsCodes.test(codes)) return 'tls'
  if (/TIMEOUT|ETIMEDOUT/.test(codes)) return 'timeout'
  return 'down'
}

function causesOf(error: unknown): (Error & { code?: unknown })[] {
  const chain: Error[] = []
  for (let at = error; at instanceof Error && chain.length < 6; at = at.cause) {
    chain.push(at)
    if (at instanceof AggregateError)
      chain.push(...at.errors.filter((one) => one instanceof Error).slice(0, 2))
  }
  return chain
}
