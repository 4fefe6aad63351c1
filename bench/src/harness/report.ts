export const median = (values: number[]): number => quantile(values, 0.5)

/** The value a share of all (0 to 1) does not exceed, between neighbours by interpolation. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const position = (sorted.length - 1) * share
  const below = sorted[Math.floor(position)]
  const above = sorted[Math.ceil(position)]
  if (below === undefined || above === undefined) throw new Error('nothing was measured')
  return below + (above - below) * (position % 1)
}

/** How far runs lie apart, as a share of their median: a ratio is only as good as this is small. */
const spread = (values: number[]): number => (Math.max(...values) - Math.min(...values)) / median(values)

export const print = (line = ''): void => void process.stdout.write(`${line}\n`)

/** One line: median, range and spread of a series. */
export function printSeries(name: string, values: number[], unit: string): void {
  const figure = (value: number) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2))
  const range = `${figure(Math.min(...values))} to ${figure(Math.max(...values))}`
  const percent = (spread(values) * 100).toFixed(0)
  print(`${name.padEnd(24)} median ${figure(median(values))} ${unit}  (${range}, spread ${percent} %)`)
}

/** Prints whether a promise holds; the exit code is 1 once one does not. */
export function check(holds: boolean, promise: string): void {
  print(`${holds ? 'holds' : 'BROKEN'}: ${promise}`)
  if (!holds) process.exitCode = 1
}
