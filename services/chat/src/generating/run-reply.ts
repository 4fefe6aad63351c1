import { Problem } from '@lingzhi/contracts/problem'
import { delay } from '@lingzhi/runtime/delay'
import type { CompositionRecord } from '../context/composition-shape.ts'
import { filterAnswers } from '../filters/filter-answers.ts'
import type { ReplyLog } from '../reading/reply-log.ts'
import { openReplyLog } from '../reading/reply-log.ts'
import { countUses } from '../skills/skills.queries.ts'
import { openBounds } from './bounds.ts'
import { countReply } from './count-reply.ts'
import { Fenced, HandedOver, hasLeft } from './cut.ts'
import { finishReply, toOutcome } from './finish-reply.ts'
import { guardAnswers } from './guard-answers.ts'
import { holdsReply, nextAttempt } from './leases.queries.ts'
import type { PreparedRequest } from './prepare-request.ts'
import { prepareRequest } from './prepare-request.ts'
import type { ReplyState } from './reply-state.ts'
import { openReplyState } from './reply-state.ts'
import type { Ending, GeneratingDeps, HeldReply, TakenReply } from './reply-types.ts'
import { shareAnswer } from './share-answer.ts'
import type { ToolAnswer } from './tool-run.ts'
import { openToolAnswer } from './tool-run.ts'

/** About half a minute. */
const storeTriesMax = 14

/**
 * Generates a reply to its end, which is first stored, then sent to its readers. A reply that is stopped keeps its
 * partial text; one that has left this worker (see Cut) is abandoned.
 */
export async function runReply(deps: GeneratingDeps, held: HeldReply): Promise<void> {
  const { taken, life } = held
  const out = openReplyLog(deps, deps.config, taken.id, taken.attempt, () => checkLease(deps, held, state))
  const state = openReplyState(out, { attempt: taken.attempt, workerId: deps.workerId }, deps.now)
  const bounds = openBounds(deps.config, life.signal)
  let prepared: PreparedRequest | undefined
  let tools: ToolAnswer | undefined
  if (taken.attempt > 1) out.reset(taken.attempt)
  try {
    prepared = await prepareOrHandOver(deps, held, bounds.signal)
    const { offer } = prepared
    tools = offer && openToolAnswer(deps, held, { ...prepared, offer }, state, out)
    const filtered = filterAnswers(deps.generate, prepared.filters.output, state.onHits)
    const { guard } = taken.options
    const askModel = tools?.askModel ?? (guard ? guardAnswers(filtered, guard, state.onHeld) : filtered)
    for await (const event of shareAnswer(deps, taken.id, { ...prepared, askModel })) {
      // Continues after a stop or a bound: the model has ended, but the filters still hold back text.
      if (hasLeft(life.signal)) break
      if (event.type === 'restart') await restart(deps, held, state, event.reason)
      else state.onEvent(event)
      bounds.check(state.chars)
    }
  } catch (err) {
    state.onFailure(err)
  } finally {
    bounds.close()
  }
  if (hasLeft(life.signal)) return out.abandon()
  out.flush()
  const estimate = (answer: string) =>
    tools ? tools.estimate() : prepared && deps.generate.estimate(prepared.request, answer)
  await storeAndSend(deps, taken, state, state.ending(bounds.reached, estimate), out, prepared?.record)
}

/** Prepares a reply's request. If the database fails, the reply is handed over to be restarted, not failed. */
async function prepareOrHandOver(deps: GeneratingDeps, held: HeldReply, signal: AbortSignal) {
  try {
    return await prepareRequest(deps, held, signal)
  } catch (err) {
    if (!(err instanceof Problem)) {
      deps.log.warn({ err, reply_id: held.taken.id }, 'a reply could not be prepared')
      held.life.abort(HandedOver)
    }
    throw err
  }
}

/** The model restarts after readers have seen part of its answer: that takes a new attempt. */
async function restart(
  { db, log, workerId }: GeneratingDeps,
  { taken, life }: HeldReply,
  state: ReplyState,
  reason: string,
): Promise<void> {
  log.info({ reply_id: taken.id, reason }, 'a reply restarts')
  const next = await nextAttempt(db, taken.id, state.attempt, workerId)
  if (next === undefined) life.abort(Fenced)
  else state.onRestart(next)
}

/** The log refused an entry: either we repeated a command, or a newer attempt is writing. */
function checkLease(
  { db, log, workerId }: GeneratingDeps,
  { taken, life }: HeldReply,
  { attempt }: ReplyState,
): void {
  holdsReply(db, taken.id, attempt, workerId).then(
    (holds) => {
      if (!holds) life.abort(Fenced)
    },
    // Storing the end checks the same.
    (err) => log.warn({ err, reply_id: taken.id }, 'could not check whether a reply has a newer attempt'),
  )
}

async function storeAndSend(
  deps: GeneratingDeps,
  reply: TakenReply,
  { hits, failure: err }: ReplyState,
  ending: Ending,
  out: ReplyLog,
  composition?: CompositionRecord,
): Promise<void> {
  if (err && ending.status === 'failed')
    deps.log.warn({ err, reply_id: reply.id, code: ending.problem?.code }, 'a reply failed')
  const stored = await patiently(deps, () =>
    finishReply(deps, { reply, ending, text: out.text, hits, parts: out.parts, composition }),
  )
  if (!stored) return out.abandon()
  countReply(reply, ending)
  await noteSkills(deps, reply, composition)
  await out.end(toOutcome(ending))
}

/** Counts the skills that were sent. Best effort: an answer matters more than its count. */
async function noteSkills(
  { db, log }: GeneratingDeps,
  { user_id }: TakenReply,
  composition?: CompositionRecord,
): Promise<void> {
  const sent = (composition?.parts ?? []).flatMap(({ kind, id, cut }) =>
    kind === 'skill' && id !== null && cut !== 'left-out' ? [id] : [],
  )
  if (user_id === null || sent.length === 0) return
  await countUses(db, user_id, sent).catch((err) => log.warn({ err }, 'uses of skills were not counted'))
}

/**
 * Stores an end, with retries, so that a database outage of some seconds does not cost an answer. Retries are safe: the
 * second of two ends stores nothing.
 */
async function patiently({ log }: GeneratingDeps, finish: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      return await finish()
    } catch (err) {
      if (tries === storeTriesMax) throw err
      log.warn({ err, tries }, 'the end of a reply could not be stored yet')
      await delay(Math.min(100 * 2 ** tries, 3_000))
    }
  }
}
