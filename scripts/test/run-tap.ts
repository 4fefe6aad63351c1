import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { killGroup } from '@lingzhi/stack/processes/kill-group'
import { type Results, readResults } from './results.ts'

const tap = fileURLToPath(new URL('../../node_modules/tap/dist/esm/run.mjs', import.meta.url))
const stopTimeoutMs = 5000
/** On demand, and as information: no floor that tests would be written to reach. */
const covering = ['--no-disable-coverage', '--allow-incomplete-coverage']

/** Runs tap over the files, prints a line per file and every failure in full, and counts. `--coverage` adds its table. */
export async function runTap(given: string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Results> {
  const isCovered = given.includes('--coverage')
  const args = given.flatMap((arg) => (arg === '--coverage' ? covering : arg))
  const child = spawn(process.execPath, [tap, 'run', '--reporter=tap', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    // Its own process group, so that stopping reaches tap and all its test processes, once.
    detached: true,
  })
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null))
    child.on('exit', (code) => resolve(code))
  })
  const stop = () => {
    killGroup(child.pid, 'SIGTERM')
    setTimeout(() => killGroup(child.pid, 'SIGKILL'), stopTimeoutMs).unref()
  }
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()

  const results = await readResults(child.stdout, (line) => process.stdout.write(`${line}\n`))
  const code = await ended
  killGroup(child.pid, 'SIGKILL')
  // tap itself may end badly after its last line, or before its first.
  if (code !== 0 && results.failed === 0) results.failed = 1
  // Its own table would be lost among the results, which are all that is read above.
  if (isCovered) spawnSync(process.execPath, [tap, 'report', 'text', ...covering], { stdio: 'inherit' })
  return results
}
