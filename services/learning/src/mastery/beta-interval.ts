/** Steps of the integration: the interval is told with two digits. */
const steps = 400

/**
 * The middle `share` of a beta distribution, as its two ends; both parameters at least 1. By adding up the density around its mean, which is
 * bounded and has one peak then.
 */
export function betaInterval(alpha: number, beta: number, share: number): [number, number] {
  const sum = alpha + beta
  const mean = alpha / sum
  const deviation = Math.sqrt((alpha * beta) / (sum * sum * (sum + 1)))
  const from = Math.max(0, mean - 10 * deviation)
  const step = (Math.min(1, mean + 10 * deviation) - from) / steps
  const mode = sum > 2 ? (alpha - 1) / (sum - 2) : mean
  const log = (x: number) => power(alpha - 1, x) + power(beta - 1, 1 - x)
  const peak = log(Math.min(1, Math.max(0, mode)))
  const density = (x: number) => Math.exp(log(x) - peak)
  const below = [0]
  for (let n = 0; n < steps; n++) {
    const x = from + n * step
    // Simpson's rule within each step.
    const area = density(x) + 4 * density(x + step / 2) + density(Math.min(1, x + step))
    below.push((below[n] ?? 0) + area)
  }
  const whole = below[steps] ?? 1
  const at = (part: number) => {
    const index = below.findIndex((area) => area >= part * whole)
    const before = below[index - 1] ?? 0
    const within = (part * whole - before) / ((below[index] ?? whole) - before)
    return Math.min(1, from + (index - 1 + within) * step)
  }
  const tail = (1 - share) / 2
  return [at(tail), at(1 - tail)]
}

/** The logarithm of a power, where nothing to the power of nothing is 1. */
const power = (exponent: number, base: number) => (exponent === 0 ? 0 : exponent * Math.log(base))
