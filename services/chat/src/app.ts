import { checkBus } from '@lingzhi/bus/check-bus'
import { checkCache } from '@lingzhi/cache/check-cache'
import { asOpenAIErrorUnderV1 } from '@lingzhi/contracts/openai-error'
import { checkStorage } from '@lingzhi/db/check-db'
import type { App } from '@lingzhi/http/create-http'
import { createHttp } from '@lingzhi/http/create-http'
import { identify } from '@lingzhi/identity/identify'
import { agentVersions } from './agents/agent-versions.ts'
import { listAgents } from './agents/list-agents.ts'
import { manageAgents } from './agents/manage-agents.ts'
import { branchMessages } from './asking/branch-messages.ts'
import { sendMessage } from './asking/send-message.ts'
import { stopReply } from './asking/stop-reply.ts'
import type { Config } from './config.ts'
import { showComposition } from './context/show-composition.ts'
import { changeConversations } from './conversations/change-conversation.ts'
import { createConversation } from './conversations/create-conversation.ts'

import { keepConversation } from './conversations/keep-conversation.ts'
import { listConversationsOfUser } from './conversations/list-conversations.ts'
import { listMessages } from './conversations/list-messages.ts'
import { showConversation } from './conversations/show-conversation.ts'
import { showMessage } from './conversations/show-message.ts'
import type { Deps } from './deps.ts'
import { brakeForRequests } from './export-lines/export-brake.ts'
import { giveFeedback } from './feedback/give-feedback.ts'
import { listFeedback } from './feedback/list-feedback.ts'
import { platformFeedback } from './feedback/platform-feedback.ts'
import { listFilterHits } from './filters/list-filter-hits.ts'
import { manageFilters } from './filters/manage-filters.ts'
import type { ModelWatch } from './generating/watch-models.ts'
import type { Worker } from './generating/worker.ts'
import { answerRequests } from './openai/answer-request.ts'
import { completeChat } from './openai/complete-chat.ts'
import { listModels } from './openai/list-models.ts'
import { createResponse } from './openai/responses/create-response.ts'
import { configureUser } from './platform/configure-user.ts'
import { managePrompts } from './platform/manage-prompts.ts'
import { systemDefaults } from './platform/system-defaults.ts'
import { userActivity } from './platform/user-activity.ts'
import { managePreferences } from './preferences/manage-preferences.ts'
import { manageRuns } from './preferences/manage-runs.ts'
import { preferenceSettings } from './preferences/preference-settings.ts'
import { retireUnfounded } from './preferences/preferences.queries.ts'
import { sessionPreferences } from './preferences/session-preferences.ts'
import { streamReply } from './reading/stream-reply.ts'
import { configureScenarios } from './scenarios/configure-scenarios.ts'
import { manageScenarios } from './scenarios/manage-scenarios.ts'
import { matchQuestion } from './scenarios/match-question.ts'
import { manageSkills } from './skills/manage-skills.ts'
import { skillVersions } from './skills/skill-versions.ts'
import { transferSkills } from './skills/transfer-skills.ts'
import { decideCalls } from './tools/decide-call.ts'
import { listTools } from './tools/list-tools.ts'
import { manageServers } from './tools/manage-servers.ts'
import { showDataflow } from './tools/show-dataflow.ts'
import { showStats } from './usage/show-stats.ts'

/**
 * Chat owns agents, conversations, messages and replies. It is a service of its own because it holds long-lived streams
 * and spends money on models. A reply belongs to no socket and to no process: it is stored with its question, any
 * replica can generate it, and any replica can stream it.
 */
export async function createApp(
  config: Config,
  deps: Deps,
  worker: Worker,
  models?: Pick<ModelWatch, 'state'>,
): Promise<App> {
  const app = await createHttp({
    log: deps.log,
    title: 'Chat',
    renderProblem: asOpenAIErrorUnderV1,
    checks: {
      postgres: () => checkStorage(deps.db),
      nats: () => checkBus(deps.bus),
      redis: () => checkCache(deps.cache),
      ...(models && { model: models.state }),
    },
  })
  brakeForRequests(app, deps.exportBrake)
  identify(app, deps.verifier)

  const asking = { ...deps, config, worker }

  listAgents(app, deps)
  manageAgents(app, deps)
  agentVersions(app, deps)
  manageFilters(app, deps)
  listFilterHits(app, deps)
  sendMessage(app, asking)
  streamReply(app, deps)
  stopReply(app, asking)
  branchMessages(app, asking)
  createConversation(app, deps)
  listConversationsOfUser(app, deps)
  showConversation(app, deps)
  changeConversations(app, { ...deps, onRemoved: retireUnfounded })
  keepConversation(app, deps)
  listMessages(app, deps)
  showMessage(app, deps)
  showComposition(app, deps)
  manageScenarios(app, deps)
  matchQuestion(app, asking)
  manageSkills(app, deps)
  transferSkills(app, deps)
  skillVersions(app, deps)
  managePreferences(app, deps)
  preferenceSettings(app, deps)
  sessionPreferences(app, deps)
  manageRuns(app, deps)
  platformFeedback(app, deps)
  configureScenarios(app, deps)
  configureUser(app, deps)
  managePrompts(app, deps)
  systemDefaults(app, deps)
  userActivity(app, deps)
  manageServers(app, asking)
  decideCalls(app, deps)
  listTools(app, deps)
  showDataflow(app, deps)
  giveFeedback(app, deps)
  listFeedback(app, deps)
  showStats(app, deps, config)
  const answer = answerRequests(app, deps, config)
  completeChat(app, answer)
  createResponse(app, answer)
  listModels(app, deps, config)
  return app
}
