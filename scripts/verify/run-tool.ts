import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

const timeoutMs = 120_000

/** Runs a checker of node_modules; what it printed is its one fault when it is not satisfied. */
export async function runTool(script: string, args: string[]): Promise<string[]> {
  // Without the options of the process around it, such as a test runner's loader, which not every tool bears.
  const child = spawn('env', ['-u', 'NODE_OPTIONS', process.execPath, `node_modules/${script}`, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return code === 0 ? [] : [`${out}${err}`.trim() || `${script} ended with ${code ?? 'a signal'}`]
}
