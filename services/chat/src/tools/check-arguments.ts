import { Worker } from 'node:worker_threads'
import { createSlots } from '@lingzhi/runtime/slots'
import type { Fault } from '../completions/check-object.ts'
import { faultsOf } from '../completions/check-object.ts'

export interface ToCheck {
  schema: Record<string, unknown>
  value: unknown
}

/** What is wrong with a value, if anything; that its schema is none; or that nobody knows, as it would have taken too long. */
export type Checked = { faults: Fault[] } | 'no schema' | 'too slow'

/** Checked here: some milliseconds at most. */
const plainCharsMax = 2_000
/** Rules that make a short schema long work: they send it round in circles, or compare everything with everything. */
const costly = /"(\$ref|\$dynamicRef|\$recursiveRef|uniqueItems)"/
const checkMaxMs = 4_000
const memoryMb = 64
/** A processor is left to everybody else. */
const threads = createSlots(1)

/**
 * Checks values against schemas of strangers, in their order. Anything but a short and plain schema is checked in a thread of its own, with a
 * bound of time and memory: compiling takes seconds for some, and checking for ever for others.
 */
export async function checkArguments(cases: readonly ToCheck[]): Promise<Checked[]> {
  const texts = cases.map(({ schema }) => JSON.stringify(schema))
  const isPlain = (at: number) => (texts[at]?.length ?? 0) <= plainCharsMax && !costly.test(texts[at] ?? '')
  const others = cases.filter((_, at) => !isPlain(at))
  const apart = others.length === 0 ? [] : await threads.run(() => checkApart(others))
  let next = 0
  return cases.map((one, at) => (isPlain(at) ? checkHere(one) : (apart[next++] ?? 'too slow')))
}

function checkHere({ schema, value }: ToCheck): Checked {
  try {
    return { faults: faultsOf(schema, value) ?? [] }
  } catch {
    return 'no schema'
  }
}

/** Empty when the thread was ended. */
async function checkApart(cases: ToCheck[]): Promise<Checked[]> {
  const worker = new Worker(new URL('./check-arguments-worker.ts', import.meta.url), {
    workerData: cases,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 8, stackSizeMb: 4 },
  })
  const { promise, resolve } = Promise.withResolvers<Checked[]>()
  const timer = setTimeout(() => resolve([]), checkMaxMs)
  worker.once('message', resolve)
  worker.once('error', () => resolve([]))
  worker.once('exit', () => resolve([]))
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
