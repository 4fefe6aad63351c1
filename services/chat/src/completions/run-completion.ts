import { carry } from '@lingzhi/contracts/carried-problem'
import { Problem, problem } from '@lingzhi/contracts/problem'
import { VisionNotConfigured } from '@lingzhi/model-client/failures/problems'
import type { GenerateRequest, ModelMessage, Usage } from '@lingzhi/model-client/model-events'
import { defaultAgentId, findAgent } from '../agents/agents.queries.ts'
import { AgentNotFound } from '../agents/list-agents.ts'
import { showFiles } from '../attachments/show-files.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { filterAnswers } from '../filters/filter-answers.ts'
import { assertBudget } from '../usage/budget.ts'
import type { Fault } from './check-object.ts'
import { faultsOf } from './check-object.ts'
import type { Completion, CompletionEnding } from './completions.queries.ts'
import { readObject } from './read-object.ts'

export const ModelOutputInvalid = problem('MODEL_OUTPUT_INVALID', 502, {
  zh: '模型没有给出符合要求的结构化结果',
  en: 'The model did not give an object of the form that was asked for.',
  check:
    'The log: what the object lacked. A model that fails often is too small for this, or does not hold its answers to a schema.',
})

/** After the first answer; each is shown what was wrong. */
const repairsMax = 2
/** Characters of a wrong answer that the model is shown again. */
const shownMax = 20_000

type Outcome = Omit<CompletionEnding, 'at' | 'timeZone'>

/**
 * Has a model make the object of a completion: asked, read, checked against its schema, and asked again with what was wrong, twice at
 * most. Then it is MODEL_OUTPUT_INVALID: there is no default and no part of a value. Raises the signal's reason when it fires, and
 * what the database raises; every problem is an outcome.
 */
export async function runCompletion(
  deps: Pick<Deps, 'db' | 'bus' | 'generate' | 'filters' | 'log' | 'now'> & { config: Config },
  completion: Completion,
  signal: AbortSignal,
): Promise<Outcome> {
  const { db, config, now, log } = deps
  const { user_id, schema, messages, file_ids } = completion
  const spent: Pick<Outcome, 'usage' | 'model' | 'provider' | 'tries'> = {
    usage: null,
    model: null,
    provider: null,
    tries: 0,
  }
  if (!schema || !messages) throw new Error('a completion without its body was taken')
  try {
    const files = user_id !== null && file_ids ? await showFiles(deps, user_id, file_ids, signal) : undefined
    const asked = files ? withFiles(messages, files.parts) : messages
    let told: ModelMessage[] = asked
    for (;;) {
      if (user_id !== null) await assertBudget(db, config, user_id, now())
      const answer = await answerOf(
        deps,
        { ...completion, messages: told, schema, hasPictures: files?.hasPictures ?? false },
        signal,
        spent,
      )
      const value = readObject(answer)
      const faults = value ? faultsOf(schema, value) : [{ path: '', rule: 'is no JSON object' }]
      if (!faults) return { status: 'completed', value, ...spent }
      log.info(
        { completion_id: completion.id, schema: completion.schema_name, faults },
        'a model’s object is invalid',
      )
      if (spent.tries > repairsMax) throw invalid(faults)
      told = [...asked, { role: 'assistant', content: answer.slice(0, shownMax) }, repair(faults)]
    }
  } catch (err) {
    signal.throwIfAborted()
    if (!(err instanceof Problem)) throw err
    return { status: 'failed', problem: carry(err), ...spent }
  }
}

interface Asked extends Pick<Completion, 'schema_name' | 'seed' | 'user_id'> {
  messages: ModelMessage[]
  schema: Record<string, unknown>
  hasPictures: boolean
}

/** One answer of the model, its usage added to `spent`. */
async function answerOf(
  { db, generate, filters, config }: Pick<Deps, 'db' | 'generate' | 'filters'> & { config: Config },
  { schema_name, schema, seed, messages, user_id, hasPictures }: Asked,
  signal: AbortSignal,
  spent: Pick<Outcome, 'usage' | 'model' | 'provider' | 'tries'>,
): Promise<string> {
  const agent = await findAgent(db, defaultAgentId)
  if (!agent) throw AgentNotFound()
  const { output } = await filters.of(agent)
  const modelConfig = hasPictures ? generate.forPictures(agent.model_config) : agent.model_config
  if (!modelConfig) throw VisionNotConfigured()
  const request: GenerateRequest = {
    agentId: agent.id,
    modelConfig: {
      ...modelConfig,
      temperature: 0,
      top_p: undefined,
      ...(seed !== null && { seed }),
    },
    messages,
    userId: user_id,
    caller: user_id ?? undefined,
    structured: { name: schema_name, schema },
    signal,
  }
  let answer = ''
  spent.tries += 1
  // Hits are not recorded: no person wrote it, and it is shown to none as it is.
  for await (const event of filterAnswers(generate, output, () => {})(request)) {
    if (event.type === 'restart') answer = ''
    if (event.type === 'content') answer += event.text
    if (answer.length > config.REPLY_CHARS_MAX) break
    if (event.type === 'end') {
      const { usage, model, provider } = event
      Object.assign(spent, { usage: sum(spent.usage, usage), model, provider })
    }
  }
  return answer
}

/** The last message with files behind its text. */
const withFiles = (messages: ModelMessage[], parts: object[]): ModelMessage[] =>
  messages.map((message, at) =>
    at < messages.length - 1
      ? message
      : { ...message, content: [{ type: 'text', text: message.content }, ...parts] },
  )

const sum = (one: Usage | null, other: Usage): Usage =>
  one === null
    ? other
    : {
        prompt_tokens: one.prompt_tokens + other.prompt_tokens,
        completion_tokens: one.completion_tokens + other.completion_tokens,
        total_tokens: one.total_tokens + other.total_tokens,
        estimated: one.estimated || other.estimated,
        cost: one.cost === null && other.cost === null ? null : (one.cost ?? 0) + (other.cost ?? 0),
      }

const repair = (faults: readonly Fault[]): ModelMessage => ({
  role: 'user',
  content: `That is not valid:\n${faults.map(({ path, rule }) => `- ${path || 'the answer'} ${rule}`).join('\n')}\nAnswer again with one JSON object that is valid, and with nothing else.`,
})

/** The places of faults in the sentence: problems that travel between services have no list. */
const toldMax = 5

function invalid(faults: readonly Fault[]) {
  const places = faults
    .slice(0, toldMax)
    .map(({ path, rule }) => `${path || '/'} ${rule}`)
    .join('; ')
  const { zh, en } = ModelOutputInvalid.texts
  return ModelOutputInvalid({ detail: { zh: `${zh}：${places}`, en: `${en} ${places}` } })
}
