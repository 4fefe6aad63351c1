import type { GenerateRequest, ModelEvent, Usage } from '@lingzhi/model-client/model-events'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { recordUsage } from '../usage/usage.queries.ts'

/**
 * The model's answer, its usage recorded before the end is passed on; estimated when the reader or the model broke
 * off, since providers bill that as well.
 */
export async function* countedGenerate(
  { db, generate, now, log }: Pick<Deps, 'db' | 'generate' | 'now' | 'log'>,
  { TIMEZONE }: Pick<Config, 'TIMEZONE'>,
  request: GenerateRequest,
): AsyncGenerator<ModelEvent> {
  const record = (counted: { usage: Usage; model: string }) =>
    recordUsage(db, { ...counted, userId: request.userId, at: now() }, TIMEZONE).catch((err) =>
      log.error({ err }, 'usage was not recorded'),
    )
  let said = ''
  let recorded = false
  try {
    for await (const event of generate(request)) {
      if (event.type === 'content' || event.type === 'reasoning') said += event.text
      if (event.type === 'end') {
        recorded = true
        await record(event)
      }
      yield event
    }
  } finally {
    const broken = recorded || said === '' ? undefined : generate.estimate(request, said)
    if (broken) await record(broken)
  }
}
