import { modelCures } from '@lingzhi/contracts/model-faults'
import { Note } from '@lingzhi/http/health'
import type { ModelFault } from '@lingzhi/model-client/calling/probe-provider'
import { every } from '@lingzhi/runtime/every'
import { sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'

export interface ModelWatch {
  /** For readiness: why a provider cannot be used, that this is being tried, or undefined when all can. */
  state: () => Promise<string | Note | undefined>
  close: () => Promise<void>
}

/** How often a provider that cannot be used is tried again. */
const againMs = 30_000

/** The demo model's address in docker-compose.yml, where it answers until LLM_BASE_URL is set. */
const composeDemoModel = 'http://demo-model:8080/v1'

/**
 * Tries the configured models once at the start, in the background, and tells what is wrong with each in one line, with its cure;
 * then again only while one cannot be used. Nothing waits for it, and chat serves meanwhile: everything but answers works.
 */
export function watchModels(
  { generate, db, log }: Pick<Deps, 'generate' | 'db' | 'log'>,
  config: Pick<Config, 'LLM_BASE_URL' | 'LLM_API_KEY' | 'LLM_MODEL' | 'LLM_MODELS'>,
): ModelWatch {
  let checking = true
  let told = ''

  for (const sentence of missingSettings(config)) log.warn(sentence)
  const probe = async (signal: AbortSignal) => {
    if (told === '' && !checking && generate.fault() === undefined) return
    const model = config.LLM_MODEL ? undefined : await defaultAgentsModel(db)
    const faults = await generate.probe(model, signal)
    checking = false
    const now = faults.map(({ provider, reason }) => `${provider} ${reason}`).join()
    // One line when it begins, and one when it ends, however often it is tried.
    if (now !== told) for (const fault of faults) tell(log, fault)
    if (told !== '' && now === '') log.info('the models can be used again')
    told = now
  }
  const onError = (err: unknown) => log.debug({ err }, 'trying the models failed')
  const probing = every({ pauseMs: againMs, onError }, probe)
  return {
    state: async () => generate.fault() ?? (checking ? new Note('checking') : undefined),
    close: probing.close,
  }
}

function tell(log: Deps['log'], { provider, address, model, reason, why, serves }: ModelFault): void {
  const listed = serves ? `; it lists ${serves.join(', ')}` : ''
  log.warn(
    { provider, address, model, reason, why },
    `the model ${model} cannot be used: ${modelCures[reason]}${listed}`,
  )
}

function missingSettings({
  LLM_BASE_URL,
  LLM_API_KEY,
  LLM_MODEL,
  LLM_MODELS,
}: Parameters<typeof watchModels>[1]) {
  const demo = LLM_BASE_URL === composeDemoModel
  const forAnother = (LLM_API_KEY ?? 'demo') !== 'demo' || (LLM_MODEL ?? 'lingzhi-demo') !== 'lingzhi-demo'
  if (demo && forAnother)
    return ['LLM_API_KEY or LLM_MODEL is set and LLM_BASE_URL is not: the demo model answers']
  if (LLM_BASE_URL && !LLM_MODEL && !LLM_MODELS)
    return [
      "LLM_MODEL is not set: every agent's own model is asked for, whether this provider serves it or not",
    ]
  return []
}

/** What the first agent asks for where the settings name no model. */
const defaultAgentsModel = (db: Deps['db']) =>
  sql<{ model: string | null }>`select model_config->>'model' as model from agents order by id limit 1`
    .execute(db)
    .then(
      ({ rows }) => rows[0]?.model ?? undefined,
      () => undefined,
    )
