import { Problem } from '@lingzhi/contracts/problem'
import type { ToolEvent } from '@lingzhi/contracts/tool-parts'
import type { BrokenOff, GenerateRequest, ModelEvent } from '@lingzhi/model-client/model-events'
import { addUpHits } from '@lingzhi/text-filters/add-up-hits'
import type { FilterHit } from '@lingzhi/text-filters/create-filter'
import { filterAnswers } from '../filters/filter-answers.ts'
import type { ReplyLog } from '../reading/reply-log.ts'
import { answerWithTools } from '../tools/answer-with-tools.ts'
import { openCallMaker } from '../tools/make-call.ts'
import type { Offer } from '../tools/offer-tools.ts'
import { approvalHours } from '../tools/tool-calls.queries.ts'
import { Fenced, HandedOver, Parked } from './cut.ts'
import type { PreparedRequest } from './prepare-request.ts'
import type { ReplyState } from './reply-state.ts'
import type { GeneratingDeps, HeldReply } from './reply-types.ts'

export interface ToolAnswer {
  /** The answer, asked for as any model's. */
  askModel: (request: GenerateRequest) => AsyncIterable<ModelEvent | ToolEvent>
  /** What it has cost, if it ends now. */
  estimate: () => BrokenOff | undefined
}

/** As long as a log is kept for whoever comes back to a reply that waits. */
const keepS = (approvalHours + 1) * 3_600

/**
 * A held reply's answer by a model that may call tools. If the database fails meanwhile, the reply is handed over, not failed: what has
 * been done is stored.
 */
export function openToolAnswer(
  deps: GeneratingDeps,
  { taken, life }: HeldReply,
  { request, filters, record, offer }: PreparedRequest & { offer: Offer },
  state: ReplyState,
  out: Pick<ReplyLog, 'keep'>,
): ToolAnswer {
  let found: readonly FilterHit[] = []
  const caller = {
    userId: taken.user_id,
    scenarioIds: record.scenario?.scenario_ids ?? [],
    filter: filters.output,
    onHits: (hits: FilterHit[]) => {
      found = addUpHits([...found, ...hits])
      state.onHits(found)
    },
  }
  const maker = openCallMaker(deps, caller)
  const run = answerWithTools({
    db: deps.db,
    now: deps.now,
    // Guests are offered no tools.
    asker: taken.user_id ?? 'guests',
    maker,
    offer,
    request,
    isTakenOver: taken.attempt > 1,
    signal: request.signal,
    fence: () => ({ replyId: taken.id, attempt: state.attempt, workerId: deps.workerId }),
    askModel: filterAnswers(deps.generate, filters.output, (hits) =>
      state.onHits(addUpHits([...found, ...hits])),
    ),
    onRound: () => {
      found = state.hits
    },
    onParked: () => life.abort(Parked),
    onLost: () => life.abort(Fenced),
    onWait: () => out.keep(keepS),
  })

  async function* answer(): AsyncGenerator<ModelEvent | ToolEvent> {
    try {
      yield* run.answer()
    } catch (err) {
      if (!(err instanceof Problem) && !request.signal.aborted) {
        deps.log.warn({ err, reply_id: taken.id }, 'an answer with tools was interrupted')
        life.abort(HandedOver)
      }
      throw err
    } finally {
      // Nobody waits for a server to say goodbye.
      maker.close().catch((err) => deps.log.info({ err }, 'a session with a tool server could not be closed'))
    }
  }
  return { askModel: answer, estimate: () => run.estimate(deps.generate) }
}
