import type { GenerateRequest, ModelEvent, Usage } from '@lingzhi/model-client/model-events'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { recordUsage } from '../usage/usage.queries.ts'

/**
 * The model's answer; its usage is recorded before the end is passed on. If the reader or the model breaks off, the
 * usage is estimated, since providers bill that as well.
 */
export async function* countedGenerate(
  { db, generate, now, log }: Pick<Deps, 'db' | 'generate' | 'now' | 'log'>,
  { TIMEZONE }: Pick<Config, 'TIMEZONE'>,
  request: GenerateRequest,
): AsyncGenerator<ModelEvent> {
  const record = (counted: { usage: Usage; model: string }) =>
    recordUsage(db, {
      ...counted,
      userId: request.userId,
      agentId: request.agentId,
      at: now(),
      timeZone: TIMEZONE,
    }).catch((err) => log.error({ err }, 'usage was not recorded'))
  let answer = ''
  let recorded = false
  try {
    for await (const event of generate(request)) {
      if (event.type === 'content' || event.type === 'reasoning') answer += event.text
      if (event.type === 'end') {
        recorded = true
        await record(event)
      }
      yield event
    }
  } finally {
    const estimated = recorded || answer === '' ? undefined : generate.estimate(request, answer)
    if (estimated) await record(estimated)
  }
}
