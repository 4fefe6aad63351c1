/** A machine's score and a person's, both as shares of the points. */
export interface Pair {
  machine: number
  human: number
}

/** Ten steps from nothing to all points. */
const steps = 10
const stepOf = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * steps)

/** The share of pairs that are the same; null: there are none. */
export const exactAgreement = (pairs: readonly Pair[]): number | null =>
  pairs.length === 0
    ? null
    : pairs.filter(({ machine, human }) => Math.abs(machine - human) < 1e-9).length / pairs.length

/**
 * Cohen's kappa with quadratic weights over tenths of the points: 1 is the same, 0 what chance would do. Null where it says nothing: fewer
 * than two pairs, or one score for all.
 */
export function quadraticKappa(pairs: readonly Pair[]): number | null {
  const count = pairs.length
  if (count < 2) return null
  const [machine, human] = [new Array<number>(steps + 1).fill(0), new Array<number>(steps + 1).fill(0)]
  let observed = 0
  for (const pair of pairs) {
    const [m, h] = [stepOf(pair.machine), stepOf(pair.human)]
    machine[m] = (machine[m] ?? 0) + 1
    human[h] = (human[h] ?? 0) + 1
    observed += (m - h) ** 2
  }
  let expected = 0
  for (let m = 0; m <= steps; m++)
    for (let h = 0; h <= steps; h++) expected += ((machine[m] ?? 0) * (human[h] ?? 0) * (m - h) ** 2) / count
  return expected === 0 ? null : 1 - observed / expected
}
