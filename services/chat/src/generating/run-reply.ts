import { carry } from '@lingzhi/contracts/carried-problem'
import { Problem } from '@lingzhi/contracts/problem'
import type { GenerateRequest, ModelEvent } from '@lingzhi/model-client/generate'
import { ModelError, ModelTimeout } from '@lingzhi/model-client/problems'
import { delay } from '@lingzhi/runtime/delay'
import type { FilterHit } from '@lingzhi/text-filters/create-filter'
import type { Selectable } from 'kysely'
import type { Agent } from '../agents/agents.queries.ts'
import { findAgent } from '../agents/agents.queries.ts'
import { AgentNotFound } from '../agents/list-agents.ts'
import type { Config } from '../config.ts'
import { fitWindow } from '../context/fit-window.ts'
import type { ContextMessage } from '../conversations/messages.queries.ts'
import { contextOf } from '../conversations/messages.queries.ts'
import type { RepliesTable, StoredProblem } from '../database.ts'
import type { Deps } from '../deps.ts'
import { filterAnswers } from '../filters/filter-answers.ts'
import type { Outcome } from '../reading/entries.ts'
import type { ReplyLog } from '../reading/reply-log.ts'
import { openReplyLog } from '../reading/reply-log.ts'
import { assertBudget } from '../usage/budget.ts'
import { answerKey } from './answer-cache.ts'
import { countReply } from './count-reply.ts'
import { openDeadline } from './deadline.ts'
import { finishReply } from './finish-reply.ts'
import { generateOnce } from './generate-once.ts'
import { holdsReply, nextAttempt } from './leases.queries.ts'
import type { Ending } from './replies.queries.ts'

export type TakenReply = Selectable<RepliesTable>

/** What whoever asked has just read, and need not be read again. */
export interface KnownContext {
  agent: Agent
  /** The whole conversation, when it is new. */
  said?: ContextMessage[]
}

/** Why a generation is cut short, as the reason of its abort signal. */
export type CutShort = 'stopped' | 'handed over' | 'fenced'

/** About half a minute. */
const persistAttemptsMax = 14

type EndEvent = Extract<ModelEvent, { type: 'end' }>

/**
 * Generates one attempt of a reply to its end: stored, then told. `life` is aborted with a CutShort: a stopped
 * reply keeps its partial text; one that is handed over or fenced writes nothing more here.
 */
export async function runReply(
  deps: Deps,
  config: Config,
  workerId: string,
  taken: TakenReply,
  life: AbortController,
  known?: KnownContext,
): Promise<void> {
  const { db, log, now } = deps
  let attempt = taken.attempt
  let firstTokenAt: Date | null = null
  const verify = async () => {
    if (!(await holdsReply(db, taken.id, attempt, workerId))) life.abort('fenced' satisfies CutShort)
  }
  const out = openReplyLog(deps, config, taken.id, attempt, () => void verify().catch(() => {}))
  if (attempt > 1) out.reset(attempt)

  const deadline = openDeadline(config.REPLY_MAX_MS)
  const tooLong = new AbortController()
  const signal = AbortSignal.any([life.signal, deadline.signal, tooLong.signal])
  let end: EndEvent | undefined
  let request: GenerateRequest | undefined
  let cached = false
  let hits: FilterHit[] = []
  let failure: unknown
  try {
    const asked = await toRequest(deps, config, taken, signal, known).catch((err) => {
      // The database's trouble is not the model's: the reply is left, to be begun again.
      if (!(err instanceof Problem)) life.abort('handed over' satisfies CutShort)
      throw err
    })
    request = asked.request
    const filters = await deps.filters.of(asked.agent)
    const key = taken.options.noCache ? undefined : answerKey(asked.agent, filters.version, request, config)
    const generate = filterAnswers(deps.generate, filters.output, (met) => {
      hits = met
    })
    for await (const event of generateOnce({ ...deps, generate }, config, taken.id, key, request)) {
      // Cut short otherwise, the model says no more, and what the filters held back is still to come.
      if (life.signal.aborted && life.signal.reason !== ('stopped' satisfies CutShort)) break
      if (event.type === 'end') end = event
      else if (event.type === 'reused') cached = true
      else if (event.type === 'restart') {
        cached = false
        log.info({ reply_id: taken.id, reason: event.reason }, 'a reply begins anew')
        const next = await nextAttempt(db, taken.id, attempt, workerId)
        if (next === undefined) life.abort('fenced' satisfies CutShort)
        else {
          attempt = next
          out.reset(attempt)
        }
      } else if (event.type !== 'tool_calls') {
        firstTokenAt ??= now()
        out.append(event.type, event.text.replaceAll('\0', ''))
        if (out.text.content.length + out.text.reasoning.length > config.REPLY_CHARS_MAX) tooLong.abort()
      }
    }
  } catch (err) {
    failure = err
  } finally {
    deadline.close()
  }
  const cut: CutShort | undefined = life.signal.aborted ? life.signal.reason : undefined
  if (cut === 'handed over' || cut === 'fenced') {
    out.abandon()
    return
  }
  out.flush()
  const verdict = judge({
    end,
    failure,
    stopped: cut === 'stopped',
    deadline: deadline.signal,
    tooLong: tooLong.signal,
  })
  // What was said before a reply was broken off is billed as well.
  const said = out.text.reasoning + out.text.content
  const told = end ?? (request && deps.generate.estimate(request, said))
  const ending: Ending = {
    ...verdict,
    ...{ attempt, workerId, firstTokenAt, runs: out.runs, cached, endedAt: now() },
    usage: end || said ? (told?.usage ?? null) : null,
    model: told?.model ?? null,
    provider: told?.provider ?? null,
    attempts: told?.attempts ?? null,
  }
  if (failure && verdict.status === 'failed')
    log.warn({ err: failure, reply_id: taken.id, code: verdict.problem?.code }, 'a reply failed')
  await storeAndTell(deps, config, taken, ending, out, hits)
}

async function storeAndTell(
  deps: Deps,
  config: Config,
  taken: TakenReply,
  ending: Ending,
  out: ReplyLog,
  hits: readonly FilterHit[],
) {
  const stored = await persist(deps, () => finishReply(deps, config, taken, ending, out.text, hits))
  if (!stored) return out.abandon()
  countReply(taken, ending)
  await out.end(toOutcome(ending))
}

/**
 * Stores an end that a database outage of some seconds must not cost: an answer is dear, and trying again is
 * safe, because the second of two ends stores nothing.
 */
async function persist(deps: Deps, finish: () => Promise<boolean>): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await finish()
    } catch (err) {
      if (attempt === persistAttemptsMax) throw err
      deps.log.warn({ err, attempt }, 'the end of a reply could not be stored yet')
      await delay(Math.min(100 * 2 ** attempt, 3_000))
    }
  }
}

export const toOutcome = (ending: Ending): Outcome => ({
  finish_reason: ending.finishReason,
  usage: ending.usage,
  cached: ending.cached,
  model: ending.model,
  provider: ending.provider,
  attempts: ending.attempts,
  problem: ending.problem,
})

/** The agent's prompt, then the conversation as far as the agent is shown it. */
async function toRequest(
  { db, generate, now }: Pick<Deps, 'db' | 'generate' | 'now'>,
  config: Config,
  taken: TakenReply,
  signal: AbortSignal,
  known?: KnownContext,
): Promise<{ agent: Agent; request: GenerateRequest }> {
  const agent = known?.agent ?? (await findAgent(db, taken.agent_id))
  if (!agent) throw AgentNotFound()
  // It was asserted when the question was asked; what ended while this one waited counts as well.
  if (!known && taken.attempt === 1) await assertBudget(db, config, taken.user_id, now())
  const max = agent.context_messages ?? config.CONTEXT_MESSAGES
  const said = known?.said ?? (await contextOf(db, taken.question_id, max))
  const request = {
    agentId: agent.id,
    modelConfig: agent.model_config,
    messages: fitWindow(
      [{ role: 'system', content: agent.system_prompt }, ...said],
      generate.contextWindow(agent.model_config),
      agent.model_config.max_tokens,
    ),
    userId: taken.user_id,
    signal,
  }
  return { agent, request }
}

interface Circumstances {
  end: EndEvent | undefined
  failure: unknown
  stopped: boolean
  deadline: AbortSignal
  tooLong: AbortSignal
}

/** What became of a generation. A stop wins over the failure it causes upstream. */
function judge({ end, failure, stopped, deadline, tooLong }: Circumstances) {
  if (end) return { status: 'completed' as const, finishReason: end.finishReason, problem: null }
  if (stopped) return { status: 'stopped' as const, finishReason: 'stopped', problem: null }
  if (tooLong.aborted) return { status: 'completed' as const, finishReason: 'length', problem: null }
  const raised = deadline.aborted ? ModelTimeout() : failure instanceof Problem ? failure : ModelError()
  return { status: 'failed' as const, finishReason: 'error', problem: toStored(raised) }
}

export const toStored = (problem: Problem): StoredProblem => ({
  ...carry(problem),
  ...(problem.options.retryAfterS !== undefined && { retryAfterS: problem.options.retryAfterS }),
})
