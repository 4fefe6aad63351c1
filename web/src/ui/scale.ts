const steps = [1, 2, 5, 10]
const linesMax = 4

/** The round figures of an axis from 0 to at least `max`, such as 0, 5, 10, 15. */
export function ticksUpTo(max: number): number[] {
  if (!(max > 0)) return [0, 1]
  const rough = max / linesMax
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = steps.find((one) => one * power >= rough * (1 - 1e-9)) ?? 10
  const count = Math.ceil(max / (factor * power) - 1e-9)
  // Multiplied, not added up, and rounded: 0.1 + 0.2 would show as 0.30000000000000004.
  return Array.from({ length: count + 1 }, (_, line) => Number((line * factor * power).toPrecision(6)))
}

/** Which of `length` labels to show so that at most `shown` stand there, evenly, the first and the last among them. */
export function labelsShown(length: number, shown: number): number[] {
  if (length <= shown) return Array.from({ length }, (_, at) => at)
  const last = length - 1
  // A few less where those are the same distance apart: four of seven days rather than five.
  let count = shown
  while (count > 2 && last % (count - 1) !== 0) count -= 1
  if (count === 2) count = shown
  return Array.from({ length: count }, (_, at) => Math.round((at * last) / (count - 1)))
}
