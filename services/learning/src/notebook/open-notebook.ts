import type { App } from '@lingzhi/http/create-http'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { notebookDoors } from '../notebook-contract.ts'
import { importReviews } from '../reviews/import-reviews.ts'
import { reviewMistakes } from '../reviews/review-mistakes.ts'
import { showCalibration } from '../reviews/show-calibration.ts'
import { addQuestion } from './add-question.ts'
import { analyzeMistake } from './analyze-mistake.ts'
import { changeMany } from './change-many.ts'
import { exportNotebook } from './export-notebook.ts'
import { listNotebook } from './list-mistakes.ts'
import { manageMistakes } from './manage-mistakes.ts'
import { showStatistics } from './show-statistics.ts'

/** The notebook's routes, under its name and the former one. */
export function openNotebook(
  app: App,
  deps: Pick<Deps, 'db' | 'bus' | 'now' | 'space'>,
  config: Pick<Config, 'TIMEZONE'>,
) {
  addQuestion(app, deps, config)
  for (const door of notebookDoors) {
    showStatistics(app, deps, config, door)
    exportNotebook(app, deps, config, door)
    changeMany(app, deps, config, door)
    showCalibration(app, deps, door)
    importReviews(app, deps, config, door)
    reviewMistakes(app, deps, config, door)
    listNotebook(app, deps, config, door)
    analyzeMistake(app, deps, config, door)
    manageMistakes(app, deps, config, door)
  }
}
