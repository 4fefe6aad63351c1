import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import type { NotebookDoor } from '../notebook-contract.ts'
import { calibrate } from '../schedule/calibrate.ts'
import { outcomesOf } from './reviews.queries.ts'

const tags = ['notebook']
/** So many of the newest reviews are calibrated. */
const calibratedMax = 10_000

const NumberOrNull = Type.Union([Type.Number(), Type.Null()])
const CalibrationView = Type.Object(
  {
    reviews: Type.Integer(),
    log_loss: NumberOrNull,
    baseline_log_loss: NumberOrNull,
    rmse_bins: NumberOrNull,
    bins: Type.Array(
      Type.Object(
        { from: Type.Number(), reviews: Type.Integer(), predicted: Type.Number(), recalled: Type.Number() },
        { title: 'CalibrationBin' },
      ),
    ),
  },
  { title: 'Calibration' },
)

/** How well a learner's reviews were predicted. */
export function showCalibration(app: App, { db }: Pick<Deps, 'db'>, { base, hide }: NotebookDoor) {
  app.get(
    `${base}/calibration`,
    {
      onRequest: requireScope('read', 'chat'),
      schema: {
        hide,
        tags,
        summary: 'Show how well your reviews were predicted',
        description:
          'From a hundred reviews on, of the newest 10,000. `baseline_log_loss` is that of one who always says your average.',
        response: { 200: success(CalibrationView), ...problems(...userProblems) },
      },
    },
    async ({ principal }) => {
      const outcomes = await outcomesOf(db, principal!.userId, calibratedMax)
      const found = calibrate(outcomes)
      return {
        success: true as const,
        data: {
          reviews: outcomes.length,
          log_loss: found?.logLoss ?? null,
          baseline_log_loss: found?.baselineLogLoss ?? null,
          rmse_bins: found?.rmseBins ?? null,
          bins: found?.bins ?? [],
        },
      }
    },
  )
}
