import { Counter, Gauge, Histogram } from '@prometheus-io/client'

// Instruments stand at the top of the file that counts: a count belongs to the process, as its memory does, and would
// otherwise be a parameter of every function. They do no I/O. The values of a label come from a closed set: a
// route's pattern, an outcome, a configured name; never a user, an id, or anything a caller chose.

/** Something that happens. */
export const counter = <L extends string = never>(
  name: string,
  help: string,
  labelNames: readonly L[] = [],
): Counter<L> => new Counter({ name, help, labelNames })

/** How long, or how large, things are; `buckets` are upper bounds. */
export const histogram = <L extends string = never>(
  name: string,
  help: string,
  buckets: number[],
  labelNames: readonly L[] = [],
): Histogram<L> => new Histogram({ name, help, buckets, labelNames })

export type Reading<L extends string> = readonly [labels: Record<L, string>, value: number]
type Read<L extends string> = () => Iterable<Reading<L>> | Promise<Iterable<Reading<L>>>

export interface Watched<L extends string> {
  /** Adds an owner of such values, read at each scrape until the function returned is called. */
  watch: (read: Read<L>) => () => void
}

/** Values their owner holds anyway, such as what is under way: they cost nothing until a scrape. */
export const watchedGauge = <L extends string = never>(
  name: string,
  help: string,
  labelNames: readonly L[] = [],
): Watched<L> => watched(Gauge<L>, { name, help, labelNames })

/** The same for counts that only grow, where their owner adds to a number because a counter would be too slow. */
export const watchedCounter = <L extends string = never>(
  name: string,
  help: string,
  labelNames: readonly L[] = [],
): Watched<L> => watched(Counter<L>, { name, help, labelNames })

interface Described<L extends string> {
  name: string
  help: string
  labelNames: readonly L[]
}

function watched<L extends string>(Kind: typeof Gauge<L> | typeof Counter<L>, described: Described<L>) {
  const owners = new Set<Read<L>>()
  new Kind({
    ...described,
    async collect() {
      // What cannot be read now, as with a database away, is missing from this scrape; the rest is not.
      const read = await Promise.allSettled([...owners].map(async (owner) => owner()))
      this.reset()
      for (const outcome of read) {
        if (outcome.status === 'rejected') continue
        for (const [labels, value] of outcome.value) this.inc(labels as never, value)
      }
    },
  })
  return {
    watch: (read: Read<L>) => {
      owners.add(read)
      return () => void owners.delete(read)
    },
  }
}
