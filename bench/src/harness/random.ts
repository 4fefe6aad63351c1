/** A small generator with a seed, so that a failing run can be repeated. Whole numbers from 0, below the bound. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** The same in random order: a contender that always follows the same one would inherit what that one leaves behind. */
export function shuffled<T>(all: readonly T[], random: (below: number) => number): T[] {
  const order = [...all]
  for (let n = order.length - 1; n > 0; n--) {
    const other = random(n + 1)
    ;[order[n], order[other]] = [order[other] as T, order[n] as T]
  }
  return order
}
