import type { App } from '@lingzhi/http/create-http'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { correctItems } from './correct-item.ts'
import { decideGrades } from './decide-grades.ts'
import { followSubmission } from './follow-submission.ts'
import { manageSubmissions } from './manage-submissions.ts'
import { manageTemplates } from './manage-templates.ts'
import { showCorrection } from './show-correction.ts'
import { showHealth } from './show-health.ts'
import { showHomeworkStats } from './show-homework-stats.ts'
import { showPage } from './show-page.ts'
import { showReviews } from './show-reviews.ts'
import { submitHomework } from './submit-homework.ts'

/** The routes of homework: set, handed in, corrected, decided, counted. */
export function openHomework(app: App, deps: Deps, config: Config) {
  const advancing = { ...deps, config }
  showHealth(app)
  manageTemplates(app, deps)
  submitHomework(app, advancing, config)
  correctItems(app, advancing)
  decideGrades(app, advancing)
  showCorrection(app, deps)
  followSubmission(app, deps)
  showPage(app, deps)
  showReviews(app, deps)
  showHomeworkStats(app, deps, config)
  manageSubmissions(app, deps)
}
