import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { stampOf } from './stamp.ts'

export type RunLog = ReturnType<typeof openRunLog>

/** Runs are kept for a year of daily backups and then some. */
const runsMax = 500

/** One file a run, a line of JSON a step, in `DATA_DIR/ops/runs`: what was done when, and how it ended. */
export function openRunLog(dataDir: string, command: string) {
  const folder = join(dataDir, 'ops', 'runs')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const old of readdirSync(folder).sort().slice(0, -runsMax)) rmSync(join(folder, old))
  const file = join(folder, `${stampOf(new Date())}-${command}-${process.pid}.log`)
  const descriptor = openSync(file, 'a', 0o600)
  return {
    file,
    write: (line: object) =>
      void writeSync(descriptor, `${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`),
    close: () => closeSync(descriptor),
  }
}
