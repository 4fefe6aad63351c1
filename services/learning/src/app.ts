import { checkBus } from '@lingzhi/bus/check-bus'
import { checkStorage } from '@lingzhi/db/check-db'
import type { App } from '@lingzhi/http/create-http'
import { createHttp } from '@lingzhi/http/create-http'
import { identify } from '@lingzhi/identity/identify'
import { openAnalytics } from './analytics/open-analytics.ts'
import { ask } from './asking/ask.ts'
import { askStream, resumeStream, stopStream } from './asking/ask-stream.ts'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import { showDailyGoals } from './goals/daily-goals.ts'
import { listQuestionsOfLearner, listQuestionsOfSession, showAnswer } from './history/list-questions.ts'
import { searchLearning } from './history/search-learning.ts'
import { openHomework } from './homework/open-homework.ts'
import { showMastery } from './mastery/show-mastery.ts'
import { openNotebook } from './notebook/open-notebook.ts'
import { rateAnswer } from './opinions/rate-answer.ts'
import { practise } from './practice/practise.ts'
import { showRecommendations } from './recommendations/show-recommendations.ts'
import { openRevisions } from './revisions/open-revisions.ts'
import {
  changeSessions,
  createSession,
  listSessionsOfLearner,
  showSession,
} from './sessions/manage-sessions.ts'
import { changeSettings, showSettings } from './settings/learner-settings.ts'

const formMaxMs = 120_000

/**
 * Learning owns the tutor's view of its learners: how they want to be helped, what they asked, and what was answered. It is a
 * service of its own because slow grading and an exact schedule must not slow or break anybody's chat; it holds no key
 * of a model, and no stream that it could lose.
 */
export async function createApp(config: Config, deps: Deps): Promise<App> {
  const app = await createHttp({
    log: deps.log,
    title: 'Learning',
    // Homework with its pictures takes as long as its sender's line; the gateway bounds it.
    server: { requestTimeout: formMaxMs },
    checks: { postgres: () => checkStorage(deps.db), nats: () => checkBus(deps.bus) },
  })
  identify(app, deps.verifier)

  showSettings(app, deps, config)
  changeSettings(app, deps, config)

  ask(app, deps, config)
  askStream(app, deps, config)
  resumeStream(app, deps)
  stopStream(app, deps)

  createSession(app, deps)
  listSessionsOfLearner(app, deps)
  showSession(app, deps)
  changeSessions(app, deps)
  listQuestionsOfSession(app, deps)
  listQuestionsOfLearner(app, deps, config)
  searchLearning(app, deps)
  showAnswer(app, deps)
  rateAnswer(app, deps)
  openNotebook(app, deps, config)
  practise(app, deps, config)
  openRevisions(app, deps, config)
  openHomework(app, deps, config)
  openAnalytics(app, deps, config)
  showMastery(app, deps, config)
  showDailyGoals(app, deps, config)
  showRecommendations(app, deps, config)
  return app
}
