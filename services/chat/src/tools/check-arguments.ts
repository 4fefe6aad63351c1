import { setImmediate as turn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Fault } from '../completions/check-object.ts'
import { faultsOf } from '../completions/check-object.ts'
import { createCheckTurns } from './check-turns.ts'

export interface ToCheck {
  schema: Record<string, unknown>
  value: unknown
}

/** What is wrong with a value, if anything; that its schema is none; or that nobody knows, as it would have taken too long, or has. */
export type Checked = { faults: Fault[] } | 'no schema' | 'too slow'

/** Checked here: some milliseconds at most to compile, and to check, where every rule may meet every value. */
const plainCharsMax = 2_000
const plainWorkMax = 400_000
/** Rules that hold others, each of which is compiled and tried in full. */
const choices = /"(anyOf|oneOf|allOf|not|if|contains|dependentSchemas)"/g
const plainChoicesMax = 8
/** Rules that make a short schema long work: they send it round in circles, or compare everything with everything. */
const costly = /"(\$ref|\$dynamicRef|\$recursiveRef|uniqueItems)"/
const checkMaxMs = 4_000
const memoryMb = 64
/** A processor is left to everybody else, and one thread's time is shared by all askers. */
const turns = createCheckTurns()

/**
 * Checks values against schemas of strangers, in their order. Anything but short values and a short and plain schema is checked in a thread of its
 * own, with a bound of time and memory: compiling takes seconds for some, and checking for ever for others. `asker`: whose share of that thread it is.
 */
export async function checkArguments(cases: readonly ToCheck[], asker: string): Promise<Checked[]> {
  const plain = new Set(cases.filter(isPlain))
  const others = cases.filter((one) => !plain.has(one))
  const apart = others.length === 0 ? [] : ((await turns.run(asker, () => checkApart(others))) ?? [])
  let next = 0
  const checked: Checked[] = []
  for (const one of cases) {
    if (!plain.has(one)) checked.push(apart[next++] ?? 'too slow')
    else {
      checked.push(checkHere(one))
      // Several together would hold the process for longer than one may.
      await turn()
    }
  }
  return checked
}

function isPlain({ schema, value }: ToCheck): boolean {
  const text = JSON.stringify(schema)
  return (
    text.length <= plainCharsMax &&
    !costly.test(text) &&
    (text.match(choices)?.length ?? 0) <= plainChoicesMax &&
    text.length * JSON.stringify(value).length <= plainWorkMax
  )
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
