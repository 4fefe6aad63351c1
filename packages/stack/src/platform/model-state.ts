import { isModelFaultWord, modelCures } from '@lingzhi/contracts/model-faults'
import { settingOf } from '../environment/setting-of.ts'
import { waitUntil } from '../processes/wait-until.ts'

/** How long a start that is otherwise done waits for chat's first try of the models. */
const waitMaxMs = 3_000

/** Why the configured model cannot be used, in a sentence; undefined when it can, or is still being tried. */
export async function modelFault(url: string, signal: AbortSignal): Promise<string | undefined> {
  let word: string | undefined
  const settled = async () => {
    word = await modelWord(url)
    return word !== 'checking'
  }
  await waitUntil(settled, { timeoutMs: waitMaxMs, everyMs: 100, signal })
  return isModelFaultWord(word) ? modelCures[word] : undefined
}

type Readiness = { services?: { chat?: { checks?: { model?: { reason?: string } } } } }

async function modelWord(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${url}/api/health/ready`, { signal: AbortSignal.timeout(2_000) })
    const { services } = (await response.json()) as Readiness
    return services?.chat?.checks?.model?.reason
  } catch {
    return undefined
  }
}

/** The model that answers, and what its settings lack, for a person to read. */
export function describeModel(env: NodeJS.ProcessEnv, demoModel: boolean): string {
  const [address, key, model] = ['LLM_BASE_URL', 'LLM_API_KEY', 'LLM_MODEL'].map((name) =>
    settingOf(env, name),
  )
  if (demoModel) {
    const lost = [
      key && key !== 'demo' && 'LLM_API_KEY',
      model && model !== 'lingzhi-demo' && 'LLM_MODEL',
    ].filter(Boolean)
    return lost.length > 0
      ? `the built-in demo model, because LLM_BASE_URL is not set (${lost.join(' and ')} is, and is not used)`
      : 'the built-in demo model; LLM_BASE_URL, LLM_API_KEY and LLM_MODEL name a real one'
  }
  if (!address) return 'the providers of LLM_PROVIDERS'
  const place = URL.parse(address)?.host ?? 'LLM_BASE_URL'
  if (model) return `${model} at ${place}`
  const models = settingOf(env, 'LLM_MODELS')
  return models
    ? `${models} at ${place}`
    : `each agent's own model at ${place}, because LLM_MODEL is not set; it names the model of this provider`
}
