import { parentPort, workerData } from 'node:worker_threads'
import { faultsOf } from '../completions/check-object.ts'
import type { Checked, ToCheck } from './check-arguments.ts'

// The thread that check-arguments.ts starts for schemas that may take for ever.

const checked = (workerData as ToCheck[]).map(({ schema, value }): Checked => {
  try {
    return { faults: faultsOf(schema, value) ?? [] }
  } catch {
    return 'no schema'
  }
})
parentPort?.postMessage(checked)
