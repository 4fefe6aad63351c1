/** A prediction that came to its test: how likely it was to be remembered, and whether it was. */
export interface Outcome {
  predicted: number
  recalled: boolean
}

export interface CalibrationBin {
  /** From here, up to 0.1 more. */
  from: number
  reviews: number
  /** The mean of the predictions, and the share that was remembered. */
  predicted: number
  recalled: number
}

export interface Calibration {
  reviews: number
  /** The mean of −ln of what was given to what happened; lower is better. */
  logLoss: number
  /** The same for one who always says the share that this learner remembers: not better than this is not good. */
  baselineLogLoss: number
  /** The root of the mean square of what the bins are off, weighted by their reviews. */
  rmseBins: number
  bins: CalibrationBin[]
}

/** Fewer say nothing. */
const calibrationReviewsMin = 100

/** No prediction is certain, however long it is rounded. */
const nearest = 1e-6

const binsCount = 10

/** How well predictions held; null for fewer than a hundred. */
export function calibrate(outcomes: readonly Outcome[]): Calibration | null {
  const reviews = outcomes.length
  if (reviews < calibrationReviewsMin) return null
  const share = outcomes.filter(({ recalled }) => recalled).length / reviews
  const lossOf = (given: (outcome: Outcome) => number) =>
    outcomes.reduce((sum, outcome) => {
      const p = Math.min(Math.max(given(outcome), nearest), 1 - nearest)
      return sum - Math.log(outcome.recalled ? p : 1 - p)
    }, 0) / reviews
  const byBin = Map.groupBy(outcomes, ({ predicted }) =>
    Math.min(binsCount - 1, Math.floor(predicted * binsCount)),
  )
  const bins = [...byBin]
    .sort(([a], [b]) => a - b)
    .map(([index, some]) => ({
      from: index / binsCount,
      reviews: some.length,
      predicted: some.reduce((sum, { predicted }) => sum + predicted, 0) / some.length,
      recalled: some.filter(({ recalled }) => recalled).length / some.length,
    }))
  const squares = bins.reduce((sum, bin) => sum + bin.reviews * (bin.predicted - bin.recalled) ** 2, 0)
  return {
    reviews,
    logLoss: lossOf(({ predicted }) => predicted),
    baselineLogLoss: lossOf(() => share),
    rmseBins: Math.sqrt(squares / reviews),
    bins,
  }
}
