const things = 200_000

/**
 * Processor time, in milliseconds, of a piece of work that is always the same: what it swings by is the machine's doing.
 * Strings and a large map, as a busy service has them: it feels neighbours that crowd the processor's caches.
 */
export function machinePaceMs(): number {
  const before = process.cpuUsage()
  const lengths = new Map<string, number>()
  for (let n = 0; n < things; n++) {
    const name = String(n * 7919)
    lengths.set(name, name.length)
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
