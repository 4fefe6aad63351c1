import { newId } from '@lingzhi/contracts/ids'
import type { Principal } from '@lingzhi/identity/principal'
import { VisionNotConfigured } from '@lingzhi/model-client/failures/problems'
import { openDeadline } from '@lingzhi/runtime/deadline'
import type { FilterHit } from '@lingzhi/text-filters/create-filter'
import type { PreparedFilter } from '@lingzhi/text-filters/prepare-filters'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { attachFiles, detachFiles } from '../attachments/attach-files.ts'
import type { AttachedFile } from '../attachments/attached-file.ts'
import { picturesOf } from '../attachments/attached-file.ts'
import type { Config } from '../config.ts'
import { assertQuestionFits } from '../context/assert-question-fits.ts'
import { filterInput } from '../filters/filter-input.ts'
import { followReply } from '../reading/follow-reply.ts'
import { tellAsEvents } from '../reading/tell-as-events.ts'
import { tellAsText } from '../reading/tell-as-text.ts'
import type { Choosing } from '../scenarios/choose-scenario.ts'
import { chooseScenario } from '../scenarios/choose-scenario.ts'
import type { AskingDeps, WantedReply } from './asking-types.ts'
import { beginReply } from './begin-reply.ts'
import { networkIdOf } from './network-id.ts'
import { resumeAsked } from './resume-asked.ts'
import { tellAsJson } from './tell-as-json.ts'

/**
 * Begins a reply and sends it to the caller, streamed or whole. Listening starts before the reply does, so nothing is
 * missed. The caller is a reader like any other: leaving does not stop the reply. Raises CONTENT_BLOCKED,
 * CONTEXT_LENGTH_EXCEEDED, and what beginReply raises.
 */
export async function askAndFollow(
  deps: AskingDeps,
  { request, response }: { request: FastifyRequest; response: FastifyReply },
  {
    streamed,
    choices: reading,
    ...wanted
  }: Omit<WantedReply, 'principal'> & Pick<Choosing, 'choices'> & { streamed: boolean },
) {
  const { principal } = request
  if (streamed && request.headers['last-event-id']) {
    await resumeAsked(deps, { request, response }, wanted)
    return response
  }
  if (wanted.content !== undefined)
    await assertQuestionFits(deps.generate, wanted.agent.model_config, wanted.content)
  const id = newId()
  const feed = deps.live.open(id, { near: true })
  try {
    const filters = await deps.filters.of(wanted.agent)
    const passed = await passFilter(deps, filters.input, { ...wanted, principal })
    const { match, choices } = await chooseScenario(deps, {
      userId: principal?.userId ?? null,
      conversationId: wanted.conversationId,
      question: passed.text ?? wanted.asked ?? '',
      requested: wanted.scenarioId,
      again: wanted.scenarioAgain,
      choices: reading,
    })
    const newConversationId = newId()
    const files = await attach(deps, principal, wanted, newConversationId)
    const begun = await beginReply(deps, feed, {
      ...wanted,
      newConversationId,
      files,
      options: { ...wanted.options, match },
      choices,
      id,
      principal,
      network: networkIdOf(request),
      filters,
      content: passed.text,
      hits: passed.hits,
      requestId: request.id,
    }).catch(async (err) => {
      if (wanted.fileIds && !wanted.conversationId) await detachFiles(deps, principal, newConversationId)
      throw err
    })
    const follow = (signal: AbortSignal) => {
      const entries = followReply(deps, feed, id, { fresh: true, signal })
      return wanted.options.format === 'text' ? tellAsText(entries) : entries
    }
    if (!streamed) {
      const bound = openDeadline(waitMaxMs(deps.config))
      return await tellAsJson(request, begun, follow(bound.signal), bound.signal).finally(bound.close)
    }
    // The gateway stores this header under an Idempotency-Key, so that a repeated request reads the same stream.
    response.header('Content-Location', `/api/chat-stream/${id}`)
    await tellAsEvents(request, response, begun, { introduce: true, follow })
    return response
  } finally {
    feed.close()
  }
}

/** The files of the question. Raises VISION_NOT_CONFIGURED where no model could see its pictures, and what attachFiles raises. */
export async function attach(
  deps: AskingDeps,
  principal: Pick<Principal, 'userId'> | null,
  { agent, fileIds, files, conversationId }: Omit<WantedReply, 'principal'>,
  newConversationId: string,
): Promise<AttachedFile[] | null> {
  const attached = fileIds
    ? await attachFiles(deps, principal, fileIds, conversationId ?? newConversationId)
    : (files ?? null)
  const pictured = attached?.some((file) => picturesOf(file).length > 0)
  if (pictured && !deps.generate.forPictures(agent.model_config)) {
    if (fileIds && !conversationId) await detachFiles(deps, principal, newConversationId)
    throw VisionNotConfigured()
  }
  return attached
}

/** The question as the agent's filters pass it, and the hits. Raises CONTENT_BLOCKED. */
export async function passFilter(
  { db, now }: Pick<AskingDeps, 'db' | 'now'>,
  filter: PreparedFilter | undefined,
  { agent, content, principal }: Pick<WantedReply, 'agent' | 'content' | 'principal'>,
): Promise<{ text?: string; hits: FilterHit[] }> {
  if (content === undefined) return { hits: [] }
  return filterInput(db, filter, content, {
    place: 'input',
    agent_id: agent.id,
    user_id: principal?.userId ?? null,
    reply_id: null,
    at: now(),
  })
}

/** How long a caller waits for a whole reply: it may spend as long in the queue as on its generation. */
const waitMaxMs = ({ REPLY_MAX_MS }: Config) => REPLY_MAX_MS * 2
