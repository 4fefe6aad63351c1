const things = 200_000

/**
 * Processor time, in milliseconds, of the same piece of work each time: its variation is the machine's.
 * Strings and a large map, as in a busy service, so that neighbours crowding the processor's caches show.
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
