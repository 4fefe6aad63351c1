import type { App } from '@lingzhi/http/create-http'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { showLearningStats } from './show-learning-stats.ts'
import { showProgress } from './show-progress.ts'
import { showSubjects } from './show-subjects.ts'

/** Figures of what was learned. */
export function openAnalytics(app: App, deps: Pick<Deps, 'db' | 'now'>, config: Pick<Config, 'TIMEZONE'>) {
  showLearningStats(app, deps, config)
  showProgress(app, deps, config)
  showSubjects(app, deps, config)
}
